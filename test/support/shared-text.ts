declare const sharedTexts: Map<string, string>;

/** A text that costs much to make and is the same for every suite: made once by each worker of a run. */
export function sharedText(name: string, make: () => string): string {
  const known = sharedTexts.get(name);
  if (known !== undefined) return known;
  const made = make();
  sharedTexts.set(name, made);
  return made;
}
