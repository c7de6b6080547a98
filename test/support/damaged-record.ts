import { readModelFile } from "../../lib/model/read-model-file";
import type { Body } from "./app";
import { mistakesOf } from "./errors";
import { fullModels } from "./full-models";

const full = fullModels();

/** Something done to what a stack has in the cluster. */
export type Change = (kubernetes: Body) => void;

/** The file of a stack, parsed. */
export function written(stack: string): Body {
  const model = full.find((candidate) => candidate.stack === stack);
  if (model === undefined) throw new Error(`there is no ${stack}`);
  return JSON.parse(JSON.stringify(model));
}

/** What is wrong with the file of a tenant after a change. */
export function mistakesWith(change: Change) {
  const json = written("verne-test");
  change(json["kubernetes"]);
  return mistakesOf(() => readModelFile(JSON.stringify(json), "x/straat.json"));
}

/** Gives a part other properties. */
export function set(find: (kubernetes: Body) => Body, changes: Body): Change {
  return (kubernetes) => void Object.assign(find(kubernetes), changes);
}

/** Takes a property from a part. */
export function without(find: (kubernetes: Body) => Body, key: string): Change {
  return (kubernetes) => void delete find(kubernetes)[key];
}
