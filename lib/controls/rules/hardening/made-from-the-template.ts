import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";

/** H-22, B-07: what a server starts with is the site's template and nothing else. */
export const madeFromTheTemplate = stackRule({
  id: "made-from-the-template",
  info: "every server is a clone of a template the stack looks up by name",
  explanation:
    "The baseline counts on what the template has: signed boot, one disk, no accounts. A server of another image starts as somebody else left it.",
  remedy: "leave clone.template_uuid as the library writes it, and change the template of the site",
  promises: ["H-22", "B-07"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "a plan tells nothing of the template of a server that runs",
  subjects: Machine.in,
  judge({ resource, stack }) {
    const clones = resource.blocks("clone");
    if (clones.length === 0) return "it is a clone of nothing";
    return clones.flatMap((clone) => {
      const template = stack.resolve(clone.text("template_uuid"));
      const isTemplate = template.isData && template.type === "vsphere_virtual_machine";
      // What guests are told by vSphere's own customization is told twice, in two ways.
      const customized = clone.has("customize") ? ["it is customized by vSphere beside cloud-init"] : [];
      return [...(isTemplate ? [] : [`it is a clone of ${template.address}, no template`]), ...customized];
    });
  },
});
