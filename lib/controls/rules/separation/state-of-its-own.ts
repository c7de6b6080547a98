import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";
import { Fields } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

/** B-09, V-03: each stage has a state, which only its own stack reads and writes. */
export const stateOfItsOwn = stackRule({
  id: "state-of-its-own",
  info: "every stack has a state of its own, locked while it is written and encrypted where it is kept elsewhere",
  explanation:
    "Two stacks with one state delete each other's servers. A state holds everything of its stack, so one that is kept or sent in the clear tells it to whoever finds it.",
  remedy:
    "choose the backend by STRAAT_STATE, and leave its key, path or address to lib/constructs/state-backend.ts",
  promises: ["B-09", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "stages that share a state are one" },
  notOnPlan: "a plan does not say where its state is kept",
  subjects: ({ name }) => [{ id: name }],
  judge({ id }, { others }) {
    if (new Fields(others, id).map("terraform").has("cloud"))
      return "its state is kept by Terraform's cloud, outside this house";
    const backends = Object.keys(new Fields(others, id).map("terraform").map("backend").values);
    const [kind] = backends;
    if (kind === undefined || backends.length > 1) return `it has ${backends.length} backends`;
    const backend = new Fields(others, id).map("terraform").map("backend").map(kind);
    return problemsOf(
      wrongBackend(kind, backend, id),
      SECRETS.filter((key) => backend.has(key)).map(
        (key) => `${key} stands in the file; it belongs in the environment`,
      ),
      backend.has("skip_cert_verification") ? "whoever it is sent to need not prove who he is" : undefined,
    );
  },
});

/** Credentials, under the names that backends have for them. */
const SECRETS = [
  "access_key",
  "secret_key",
  "token",
  "username",
  "password",
  "conn_str",
  "client_private_key_pem",
];

function wrongBackend(kind: string, backend: Fields, stack: string): readonly string[] {
  const named = (key: string, value: string, ...meant: readonly string[]) => {
    const last = value.slice(value.lastIndexOf("/") + 1);
    return unless(meant.includes(last), `${key} ${value} does not end in the name of ${stack}`);
  };
  switch (kind) {
    case "local":
      return problemsOf(named("its path", backend.text("path"), `terraform.${stack}.tfstate`));
    case "s3":
      return problemsOf(
        named("its key", backend.text("key"), `${stack}.tfstate`),
        unless(backend.flag("encrypt"), "it is kept in the clear: encrypt is not true"),
        unless(backend.flag("use_lockfile"), "two may write it at once: use_lockfile is not true"),
      );
    case "pg":
      return problemsOf(named("its schema", backend.text("schema_name"), `straat_${stack}`));
    case "http":
      return wrongAddress(backend, named("its address", backend.text("address"), stack));
    default:
      throw new Unreadable(`${kind} is a backend of which no rule knows how a state is kept apart`);
  }
}

function wrongAddress(backend: Fields, named: string | readonly string[] | undefined): readonly string[] {
  const address = backend.text("address");
  const locks = ["lock_address", "unlock_address"].map((key) => backend.text(key));
  return problemsOf(
    named,
    unless(address.startsWith("https://"), `${address} is not encrypted on its way`),
    locks.filter((lock) => lock !== `${address}/lock`).map((lock) => `${lock} is not the lock of ${address}`),
  );
}
