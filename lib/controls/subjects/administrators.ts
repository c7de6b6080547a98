import type { Admin } from "../../model/admin";
import type { ModelFile } from "../../model/model-file";
import type { House } from "../house";
import type { Subject } from "../rule";
import type { StackOutput } from "../terraform/stack-output";

/** A platform of the house, known by the name of its stack. */
export interface Platform extends Subject {
  readonly model: ModelFile;
}

export function platforms(house: House): readonly Platform[] {
  return house.platforms.map((model) => ({ id: model.stack, model }));
}

/** An administrator in the list of a platform, known as `platform-amsterdam/jdevries`. */
export interface Administrator extends Subject {
  readonly admin: Admin;
  readonly platform: ModelFile;
}

/** Everybody in every list. */
export function administrators(house: House): readonly Administrator[] {
  return house.platforms.flatMap((platform) =>
    platform.admins.map((admin) => ({ id: `${platform.stack}/${admin.login}`, admin, platform })),
  );
}

/** Who may be let in by servers of a stack: whom the site's platform lists. Nobody where there is no platform. */
export function administratorsOf({ model }: StackOutput, house: House): readonly Admin[] {
  return house.platformOf(model.site.name)?.admins ?? [];
}

/** How two lists of texts differ, each difference told by what makes a sentence of a text. */
export function differences(
  found: readonly string[],
  wanted: readonly string[],
  tell: { readonly extra: (text: string) => string; readonly missing: (text: string) => string },
): readonly string[] {
  return [
    ...found.filter((text, index) => !wanted.includes(text) || found.indexOf(text) !== index).map(tell.extra),
    ...wanted.filter((text) => !found.includes(text)).map(tell.missing),
  ];
}
