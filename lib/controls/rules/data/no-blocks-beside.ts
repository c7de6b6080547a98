import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Fields } from "../../terraform/fields";

interface Block extends Subject {
  readonly wrong: string | undefined;
}

/** Blocks beside resources and look-ups, and what judges them or why they do nothing. */
const BLOCKS: Readonly<Record<string, string>> = {
  terraform: "its own keys are below",
  provider: "providers-without-credentials",
  output: "no-outputs",
  variable: "variables-carry-secrets",
  module: "no-provisioners",
  check: "no-provisioners",
  ephemeral: "no-provisioners",
  action: "no-provisioners",
  moved: "it says what something was called before, and makes nothing",
};

const OF_TERRAFORM: Readonly<Record<string, string>> = {
  backend: "state-of-its-own",
  cloud: "state-of-its-own",
  required_providers: "providers-are-pinned",
  required_version: "with which Terraform it is applied",
};

/** What some of the others do; all else nobody has thought about. */
const DOES: Readonly<Record<string, string>> = {
  import: "takes something that was made by hand for its own",
  removed: "lets go of something, which from then on nobody looks after",
  locals: "makes values that no rule sees",
};

/** I-05, B-07: a stack is resources and look-ups, and all that Terraform can do beside is done by people, on purpose. */
export const noBlocksBeside = stackRule<Block>({
  id: "no-blocks-beside",
  info: "a stack has resources and look-ups, and no other kind of block that does anything",
  explanation:
    "Terraform takes things for its own, lets go of them or lets values in from outside by blocks that are no resource. Rules that judge resources pass them by.",
  remedy:
    "take the block out; what is taken over or let go of once is for a person, under a waiver that ends with that change",
  promises: ["I-05", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  notOnPlan: "a plan has what came of the blocks, and not the blocks",
  subjects: ({ name, others }) => {
    const terraform = new Fields(others, name).map("terraform");
    return [
      ...keysOf(others).map((key) => ({ id: `${name}/${key}`, wrong: wrongOf(key, BLOCKS) })),
      ...keysOf(terraform.values).map((key) => ({
        id: `${name}/terraform.${key}`,
        wrong: wrongOf(key, OF_TERRAFORM),
      })),
    ];
  },
  judge: ({ wrong }) => wrong,
});

/** All but the comment, under which CDKTF keeps notes of its own. Resources and look-ups are not among them. */
function keysOf(blocks: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(blocks).filter((key) => key !== "//");
}

function wrongOf(key: string, known: Readonly<Record<string, string>>): string | undefined {
  if (Object.hasOwn(known, key)) return undefined;
  const does = Object.hasOwn(DOES, key) ? DOES[key] : "does what no rule knows";
  return `the block ${key} ${does}`;
}
