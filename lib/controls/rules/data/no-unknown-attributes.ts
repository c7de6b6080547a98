import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { onceFor } from "../../once-for";
import { type Subject, stackRule } from "../../rule";
import { type Attribute, type Attributes, OF_ANY_RESOURCE } from "../../subjects/attributes/attribute";
import { attributesOf } from "../../subjects/attributes/known-attributes";
import type { Fields } from "../../terraform/fields";
import { lifecycleOf } from "../../terraform/lifecycle";
import type { Resource } from "../../terraform/resource";
import type { StackOutput } from "../../terraform/stack-output";

interface Made extends Subject {
  readonly resource: Resource;
  readonly known: Attributes;
}

/** The one type whose `lifecycle` the library writes; a rule of its own judges that. */
const WITH_LIFECYCLE = "vsphere_virtual_machine";

/** H-22, B-07: every attribute that is written is one that somebody thought about. */
export const noUnknownAttributes = stackRule<Made>({
  id: "no-unknown-attributes",
  info: "every attribute of a resource is one that a rule judges, or that has its one right value",
  explanation:
    "One line shares a disk between servers, hands a server a part of the host's network card, or pins both members to one host. What no rule knows, nobody has looked at.",
  remedy:
    "take the attribute out, or give it its right value; one that is needed gets a line in lib/controls/subjects/attributes and a rule for its value, or a waiver",
  promises: ["H-22", "B-07"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "a plan has the provider's own values beside those that were written",
  subjects: (stack) =>
    stack.resources.flatMap((resource) => {
      const known = attributesOf(resource);
      return known === undefined ? [] : [{ id: stack.subjectId(resource.address), resource, known }];
    }),
  judge({ resource, known }, stack) {
    return [
      ...wrongIn(resource, withWordsOfTerraform(known), "", stack),
      ...(resource.type === WITH_LIFECYCLE && !resource.isData ? [] : lifecycle(resource, stack)),
    ];
  },
});

const withWordsOfTerraform = onceFor((known: Attributes): Attributes => ({ ...OF_ANY_RESOURCE, ...known }));

function lifecycle(resource: Resource, stack: StackOutput): readonly string[] {
  // What Terraform ignores has a rule of its own, `changes-are-applied`.
  const keys = Object.keys(lifecycleOf(stack, resource)).filter((key) => key !== "ignore_changes");
  return keys.map((key) => `its lifecycle says ${key}, and nothing here needs one`);
}

/** @param path of the block in its resource, with a dot behind it */
function wrongIn(fields: Fields, known: Attributes, path: string, stack: StackOutput): readonly string[] {
  const unknown = Object.keys(fields.values).filter((key) => fields.has(key) && !Object.hasOwn(known, key));
  return [
    ...unknown.map((key) => `${path}${key} is set, and no rule knows what it does`),
    ...Object.entries(known).flatMap(([key, attribute]) =>
      wrongValue(fields, key, attribute, `${path}${key}`, stack),
    ),
  ];
}

function wrongValue(
  fields: Fields,
  key: string,
  attribute: Attribute,
  name: string,
  stack: StackOutput,
): readonly string[] {
  if (!fields.has(key)) {
    return "is" in attribute && attribute.needed
      ? [`${name} is not ${attribute.is}: ${attribute.otherwise}`]
      : [];
  }
  const value = fields.values[key];
  if ("never" in attribute) return [`${name} is set: ${attribute.never}`];
  if ("block" in attribute) {
    return fields
      .blocks(key)
      .flatMap((block, index) => wrongIn(block, attribute.block, `${name}[${index}].`, stack));
  }
  if ("ofTemplate" in attribute) return wrongOfTemplate(value, attribute.ofTemplate, name, stack);
  // Terraform takes a text for the number or the flag it says.
  if ("is" in attribute && String(value) !== String(attribute.is)) {
    return [`${name} is ${JSON.stringify(value)}, not ${attribute.is}: ${attribute.otherwise}`];
  }
  return [];
}

/** `${data.vsphere_virtual_machine.site_template.guest_id}` */
function wrongOfTemplate(
  value: unknown,
  attribute: string,
  name: string,
  stack: StackOutput,
): readonly string[] {
  const template = stack.tryResolve(value);
  const isTemplates =
    template?.isData === true &&
    template.type === "vsphere_virtual_machine" &&
    value === `\${${template.address}.${attribute}}`;
  return isTemplates ? [] : [`${name} is ${JSON.stringify(value)}, and not what the template has`];
}
