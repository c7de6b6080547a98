import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";
import { stepsOf } from "../../subjects/units";

const SU = "/etc/pam.d/su";
/** What every way in has: whether the account may be used, and what is written down of it. */
const REST = ["@include common-auth", "@include common-account", "@include common-session"];
const PROFILE = "/etc/profile.d/straat.sh";

/** H-22, H-16: what people do at a shell is theirs, ends, and is done by sudo where it takes root. */
export const shellsAreClosed = stackRule({
  id: "shells-are-closed",
  info: "nobody becomes root with su, only root plans tasks, and a shell that is left alone ends",
  explanation:
    "su and planned tasks leave no name behind, where sudo writes down who did what. A shell that stays open is anybody's who sits down at it.",
  remedy: "leave pam.d/su, cron.allow, at.allow and profile.d to the library",
  promises: ["H-22", "H-16", "B-13"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => [
    ...wrongSu(files),
    ...["cron", "at"].flatMap((program) => wrongPlanner(files, program)),
    ...wrongProfile(textIn(files, PROFILE)),
  ]),
});

/** The first word that decides: root may, then only members of a group that has none. */
function wrongSu(files: Files): readonly string[] {
  const auth = wordsOf(textIn(files, SU)).filter((line) => /^(-?auth\b|@include common-auth)/.test(line));
  const words = auth.map((line) => line.split(/\s+/).join(" "));
  const isClosed =
    words[0] === "auth sufficient pam_rootok.so" &&
    words[1] === "auth required pam_wheel.so use_uid group=straat-su";
  const missing = REST.filter((line) => !wordsOf(textIn(files, SU)).includes(line));
  const isGroup = stepsOf(files).some((step) => step.includes("groupadd --system straat-su"));
  return [
    ...(isClosed ? [] : [`${SU} lets somebody become another who is not root`]),
    ...missing.map((line) => `${SU} does not say ${line}, so the rules of every other way in do not hold`),
    ...(isGroup ? [] : ["the first boot does not make the group that may use su, of nobody"]),
  ];
}

function wrongPlanner(files: Files, program: string): readonly string[] {
  const path = `/etc/${program}.allow`;
  const others = wordsOf(textIn(files, path)).filter((name) => name !== "root");
  const isDenied = stepsOf(files).includes(`rm -f /etc/${program}.deny`);
  return [
    ...others.map((name) => `${path} lets ${name} plan tasks`),
    ...(isDenied
      ? []
      : [`the first boot leaves /etc/${program}.deny there, which lets in whom it does not name`]),
  ];
}

function wrongProfile(text: string): readonly string[] {
  const lines = wordsOf(text);
  const seconds = lines.flatMap((line) => /^TMOUT=(\d+)$/.exec(line)?.[1] ?? []);
  const isEnded = seconds.length === 1 && Number(seconds[0]) > 0 && Number(seconds[0]) <= 900;
  return [
    ...(lines.some((line) => /^umask 0[2367]7$/.test(line))
      ? []
      : [`${PROFILE} lets others see what somebody makes`]),
    ...(isEnded && lines.includes("readonly TMOUT") && lines.includes("export TMOUT")
      ? []
      : [`${PROFILE} does not end a shell after a quarter of an hour`]),
  ];
}
