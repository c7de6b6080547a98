import { Admin, type AdminProps } from "./admin";
import { checkEnds } from "./check-ends";
import type { Cidr } from "./cidr";
import { InvalidError, Mistakes } from "./mistake";
import { MODEL_FILE_VERSION, type ModelFile } from "./model-file";
import { isPromiseId } from "./promises";
import { client, ruleWaiver } from "./read-client";
import { group, wall, zoneName } from "./read-group";
import { kubernetes } from "./read-kubernetes";
import { flow, peer } from "./read-peer";
import {
  line,
  list,
  madeBy,
  name,
  object,
  oneOf,
  optional,
  path,
  refused,
  some,
  text,
  WRITE_AGAIN,
  wholeNumber,
} from "./read-record";
import { address, network, site } from "./read-site";
import { trust } from "./read-trust";
import { Stage } from "./stage";
import { Zone } from "./street-plan";

const admin = madeBy(
  object<AdminProps>({ login: name, person: line, sshKey: text, wireguardKey: line, until: line }),
  Admin.of,
);

const zone = madeBy(
  object<ReturnType<Zone["toJSON"]>>({
    name: zoneName,
    vlan: wholeNumber(1, 4094),
    networks: some(network),
    gateway: some(address),
  }),
  ({ gateway, ...facts }) => {
    const made = new Zone(facts.name, facts.vlan, ...families(facts.networks));
    if (`${made.gateway.virtual}` === `${gateway}`) return made;
    throw refused(gateway, "is not the gateway of these networks, which is their second address");
  },
);

const promise = madeBy(line, (id) => {
  if (isPromiseId(id)) return id;
  throw refused(id, "is no promise of the sheet");
});

const model = object<ModelFile>({
  version: oneOf(MODEL_FILE_VERSION),
  stack: path,
  kind: oneOf("platform", "street", "environment"),
  site,
  backupSite: optional(site),
  client: optional(client),
  stage: optional(madeBy(oneOf(...Stage.ALL.map((stage) => stage.name)), Stage.of)),
  audience: optional(peer),
  zones: list(zone),
  groups: list(group),
  flows: list(flow),
  walls: list(wall),
  admins: list(admin),
  kubernetes: optional(kubernetes),
  trust: optional(trust),
  waivers: list(ruleWaiver),
  realises: list(promise),
});

/** What a file of each kind has beside what all have. What is left out of one is a hole and never a choice. */
const OF_KIND = {
  platform: ["trust"],
  street: ["backupSite", "client"],
  environment: ["backupSite", "client", "stage", "audience"],
} as const;

const PROPERTIES = [...OF_KIND.environment, ...OF_KIND.platform];

/**
 * Reads a model file back: the inverse of writing it, with every value checked as when it was made. What is read writes
 * itself as exactly the same text, so nothing in the file was passed over.
 *
 * @param where the file, for messages: `cdktf.out/stacks/verne-test/straat.json`
 * @throws InvalidError with every mistake in it, at `where`
 */
export function readModelFile(written: string, where: string): ModelFile {
  const check = new Mistakes(where);
  const read = check.attempt("", () => {
    const parsed = parseWhole(written);
    checkIsOurs(parsed);
    const made = model(parsed);
    checkKind(made);
    checkEnds(made);
    checkSameText(made, written);
    return made;
  });
  if (read !== undefined) return read;
  // A value's own remedy tells what to write in a client file; here nobody writes.
  throw new InvalidError(...check.all.map((mistake) => ({ ...mistake, remedy: WRITE_AGAIN })));
}

function parseWhole(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    const problem = written.trimEnd().endsWith("}") ? "is not JSON" : "is not JSON, or breaks off";
    throw refused(`… ${written.slice(-40)}`, problem);
  }
}

/** Another program's file, or another version's, is told as that and not as hundreds of mistakes. */
function checkIsOurs(parsed: unknown): void {
  const { version, stack } = (parsed ?? {}) as { readonly version?: unknown; readonly stack?: unknown };
  if (version === undefined || typeof stack !== "string") {
    throw refused(parsed, "is no model file: it has no version and no stack");
  }
  if (version === MODEL_FILE_VERSION) return;
  throw new InvalidError({
    property: "version",
    value: JSON.stringify(version),
    problem: `is not the version that is read here, ${MODEL_FILE_VERSION}`,
    remedy: WRITE_AGAIN,
  });
}

function checkKind(made: ModelFile): void {
  const check = new Mistakes();
  const wanted: readonly string[] = OF_KIND[made.kind];
  for (const property of PROPERTIES) {
    const value = made[property];
    if ((value !== undefined) === wanted.includes(property)) continue;
    const problem = `belongs in a file of kind ${made.kind}`;
    check.attempt(property, () => {
      throw refused(value, value === undefined ? problem : problem.replace("belongs", "does not belong"));
    });
  }
  check.throwIfAny();
}

/** A property that stands in a file twice, or a value in another form than ours, is seen here and nowhere before. */
function checkSameText(made: ModelFile, written: string): void {
  const given = written.trimEnd();
  const indented = JSON.stringify(made, null, 2);
  if (given === indented || given === JSON.stringify(made)) return;
  const [ours, theirs] = [indented.split("\n"), given.split("\n")];
  const index = theirs.findIndex((part, at) => part !== ours[at]);
  throw refused(theirs[index], `line ${index + 1} is not how Straat writes what it read there`);
}

/** IPv4 and, where there is one, IPv6: in this order, and large enough for a group beside the edge. */
function families(networks: readonly Cidr[]): [Cidr, Cidr | undefined] {
  const [first, second, ...rest] = networks;
  const isPlan = first?.family === 4 && (second === undefined || second.family === 6) && rest.length === 0;
  if (isPlan && networks.every(({ size }) => size >= 16n)) return [first, second];
  throw refused(networks, "is not an IPv4 network, with an IPv6 one behind it or none");
}
