import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule, type Subject } from "../../rule";
import { sitesOf, sitesOfHouse } from "../../subjects/walls/networks-of";

interface SiteSubject extends Subject {
  readonly name: string;
}

/** V-07, B-09: all walls rest on the same facts of a site, and its VPN's addresses are administrators' alone. */
export const sitesAreToldAlike = houseRule<SiteSubject>({
  id: "sites-are-told-alike",
  info: "every stack that has to do with a site tells the same of it",
  explanation:
    "Walls are judged by what a site's addresses are. Where one stack takes other addresses for administrators', it opens SSH to whoever has them.",
  remedy: "write the site once in stacks/sites, and synthesize all stacks again",
  promises: ["V-07", "H-15", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "every other judgement rests on it" },
  subjects: (house) => sitesOfHouse(house).map(({ name }) => ({ id: `site/${name}`, name })),
  judge: ({ name }, house) => toldApart(name, house),
});

function toldApart(name: string, { models }: House): readonly string[] {
  const told = models.flatMap((model) =>
    sitesOf(model).flatMap((site) =>
      site.name === name ? [{ stack: model.stack, text: JSON.stringify(site) }] : [],
    ),
  );
  const [first] = told;
  const others = told.filter(({ text }) => text !== first?.text);
  return others.map(({ stack }) => `${stack} tells something else of it than ${first?.stack}`);
}
