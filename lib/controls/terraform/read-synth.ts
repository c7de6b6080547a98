import { InvalidError } from "../../model/mistake";
import type { ModelFile } from "../../model/model-file";
import { isObject } from "./fields";
import { Resource } from "./resource";
import { StackOutput } from "./stack-output";

/**
 * Reads a stack's `cdk.tf.json`.
 *
 * @param where for people, such as the file's path
 * @throws InvalidError for what is not Terraform of the model file's stack, made by this engine
 */
export function readSynth(text: string, model: ModelFile, where: string): StackOutput {
  const json = parsed(text, where);
  const { resource = {}, data = {}, ...others } = json;
  const name = stackNameIn(json);
  if (name !== model.stack) {
    const problem =
      name === undefined
        ? "is Terraform that this house did not write: it names no stack"
        : `is Terraform of the stack ${name}, and the model file beside it is of ${model.stack}`;
    throw new InvalidError({ value: where, problem, remedy: "synthesize again: npm start" });
  }
  const resources = [...resourcesOf(resource, false, where), ...resourcesOf(data, true, where)];
  return new StackOutput({ kind: "synth", model, resources, others, whole: json });
}

function parsed(text: string, where: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw foreign(where, `is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(json)) throw foreign(where, "is JSON, but not of a Terraform stack");
  return json;
}

function stackNameIn(json: Readonly<Record<string, unknown>>): string | undefined {
  const comment = json["//"];
  const metadata = isObject(comment) ? comment.metadata : undefined;
  return isObject(metadata) && typeof metadata.stackName === "string" ? metadata.stackName : undefined;
}

function resourcesOf(section: unknown, isData: boolean, where: string): readonly Resource[] {
  const kind = isData ? "data" : "resource";
  if (!isObject(section)) throw foreign(where, `has no readable ${kind} section`);
  return Object.entries(section).flatMap(([type, named]) => {
    if (!isObject(named)) throw foreign(where, `has a ${kind} ${type} that cannot be read`);
    return Object.entries(named).map(([name, values]) => {
      const address = `${isData ? "data." : ""}${type}.${name}`;
      if (!isObject(values)) throw foreign(where, `has ${address}, which cannot be read`);
      return resourceOf(address, type, isData, values);
    });
  });
}

function resourceOf(
  address: string,
  type: string,
  isData: boolean,
  json: Readonly<Record<string, unknown>>,
): Resource {
  const { "//": _, depends_on: dependsOn, lifecycle, ...values } = json;
  const ignored = isObject(lifecycle) ? lifecycle.ignore_changes : undefined;
  return new Resource(address, type, isData, values, textsIn(dependsOn), textsIn(ignored));
}

function textsIn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}

function foreign(where: string, problem: string): InvalidError {
  return new InvalidError({ value: where, problem, remedy: "synthesize again: npm start" });
}
