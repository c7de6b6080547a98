import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { describeLevels } from "../../lib/controls/report/catalogue";
import type { Rule } from "../../lib/controls/rule";
import { RULES } from "../../lib/controls/rules";
import { isPromiseId, promise } from "../../lib/model/promises";
import { ruleFiles } from "./support/rule-files";

/**
 * Every rule, how bad its findings are and whether a waiver may allow them. Written by hand on purpose: a rule that goes, or
 * becomes milder, shows in a review. E is error everywhere, A error from acceptance on, W warning everywhere.
 */
const FROZEN = `
a-full-round-a-month  A  waivable
access-logs-of-web-servers  A  waivable
address-lists-are-recent  W  waivable
admin-access-ends-in-time  W  waivable
admin-access-has-not-ended  E  never
administration-by-vpn-only  E  never
administrators-are-few  E  waivable
administrators-are-people  E  waivable
administrators-have-keys-of-their-own  E  never
administrators-keys-are-strong  E  waivable
administrators-reach-every-server  E  waivable
allow-list-everywhere  E  never
audience-fits-the-stage  E  never
audit-is-kept  A  waivable
audit-sees-what-matters  A  waivable
backup-at-the-other-site  E  waivable
backup-for-nobody-else  E  never
backup-for-two-keys  A  waivable
backup-is-append-only  E  never
backup-is-watched  E  waivable
backup-kept-as-promised  E  waivable
backup-leaves-nothing-out  E  waivable
backup-loss-below-a-day  E  waivable
backup-of-every-server  A  waivable
banner-tells-nothing  W  waivable
baseline-is-judged  A  waivable
bindings-to-named-groups  E  never
bio2-keys-as-advised  A  waivable
bio2-records-half-a-year  A  waivable
bio2-second-factor  A  waivable
blocks-do-not-overlap  E  never
boot-is-hardened  A  waivable
both-families  E  waivable
cards-in-own-network  E  never
ceilings-fit-the-quota  E  waivable
certificate-key  E  waivable
certificate-of-its-server  E  never
certificates-are-strong  E  never
certificates-end-later  W  waivable
changes-are-applied  A  waivable
classified  E  never
clean-stop  A  waivable
client-and-stage-tags  E  waivable
clients-cannot-reach-each-other  E  never
clock-is-set  A  waivable
clock-not-from-host  A  waivable
closed-from-the-first-boot  E  never
closed-unless-accepted  E  never
cluster-is-backed-up  E  waivable
connections-outlive-a-member  A  waivable
console-is-closed  A  waivable
containers-are-restricted  E  waivable
country-sets-are-filled  A  waivable
data-disk-kept  E  waivable
data-not-for-strangers  W  waivable
database-is-set-up-safely  E  waivable
database-takes-tls-only  E  never
databases-are-dumped  E  waivable
databases-log-who-comes  A  waivable
databases-not-for-strangers  E  never
databases-not-from-outside  E  waivable
default-deny  E  never
disks-where-declared  A  waivable
disruption-budget  E  waivable
documents-are-whole  E  never
documents-below-their-limit  E  never
documents-reach-the-server  E  never
emergencies-are-team-techs  E  waivable
enough-members  E  waivable
every-document-is-there  A  waivable
every-flow-in-every-wall  E  waivable
every-machine-is-declared  E  never
every-rule-has-a-reason  E  never
every-server-has-walls  E  never
every-server-is-made  E  waivable
evidence-looked-at-yearly  W  never
exposed-as-modelled  E  waivable
exposed-over-tls  E  never
exposure-is-not-exceeded  W  waivable
failures-raise-the-alarm  A  waivable
figures-of-every-cluster  E  waivable
files-are-watched  A  waivable
firewall-baseline  E  never
firewall-on-every-server  E  never
firewall-says-what-the-model-says  E  never
first-boot-does-what-is-known  E  waivable
first-boot-fetches-nothing  E  never
first-boot-files-are-whole  E  never
first-boot-installs-the-baseline  A  waivable
first-boot-is-frozen  A  waivable
first-boot-locks-accounts  E  never
first-boot-raises-walls-first  E  never
floating-address  A  waivable
flow-ends-exist  E  waivable
foreign-backups-on-record  W  waivable
gateway-address  E  never
gateway-at-every-site  E  waivable
gateway-settings-are-one  E  never
gateways-not-in-one-night  E  waivable
gateways-run-as-set-up  E  waivable
gateways-speak-strong-tls  E  waivable
groups-where-they-belong  E  never
grows-while-it-runs  A  waivable
host-keys-are-of-today  W  waivable
host-name-is-the-servers  E  waivable
hostname-of-one-client  E  never
hsts  E  waivable
image-by-digest  E  waivable
internet-reaches-only-what-is-exposed  E  never
kernel-is-hardened  E  waivable
known-resource-types  E  waivable
leaks-are-looked-for  A  waivable
leaks-can-be-mended-in-a-day  A  waivable
leaks-of-every-cluster  E  waivable
logins-are-not-shared  E  never
logs-are-scrubbed  E  waivable
logs-of-every-cluster  E  waivable
logs-of-every-server  A  waivable
logs-over-tls  E  never
logs-say-whose  E  waivable
logs-to-the-sites-collector  E  waivable
logs-wait-on-disk  A  waivable
looks-at-its-own-site  E  never
made-from-the-template  A  waivable
members-alike  A  waivable
members-change-one-at-a-time  A  waivable
members-not-in-one-night  A  waivable
members-on-different-datastores  A  waivable
members-on-different-hosts  A  waivable
members-see-each-other  E  waivable
memory-is-not-dumped  A  waivable
metrics-of-every-server  A  waivable
modules-are-blocked  A  waivable
mounts-are-strict  A  waivable
names-say-whose  E  waivable
namespace-not-default  E  never
nat-as-declared  E  never
networks-do-not-overlap  E  never
no-any-to-any  E  never
no-blocks-beside  E  waivable
no-dead-rules  W  waivable
no-devices-beside  A  waivable
no-node-ports-or-host  E  never
no-outputs  A  waivable
no-provisioners  E  never
no-random-text  E  waivable
no-remote-state  E  never
no-secret-anywhere  E  never
no-secret-literals  E  never
no-token-mounted  E  waivable
no-unknown-attributes  A  waivable
no-unknown-fields  E  waivable
no-unknown-settings  A  waivable
nodes-restart-in-the-window  E  waivable
not-privileged  E  waivable
object-names  E  waivable
objects-are-known  E  never
objects-say-whose  A  waivable
odd-number-of-votes  A  waivable
one-address-one-server  E  never
one-name-one-server  E  waivable
only-root-writes-guestinfo  E  never
only-what-a-stack-needs  A  waivable
outward-is-listed  E  waivable
own-folder  E  waivable
own-resource-pool  A  waivable
packages-from-the-mirror  E  never
passwords-are-strong  A  waivable
patch-plan-of-every-server  A  waivable
patch-runs-keep-to-their-time  A  waivable
patches-in-the-window  E  waivable
pod-security-restricted  E  never
pods-are-placed-like-others  E  waivable
pods-are-whole  E  waivable
pods-have-addresses-of-their-stage  E  never
policies-as-declared  E  waivable
policies-as-modelled  E  never
policy-peers-known  E  waivable
port-group-is-closed  E  never
port-group-of-every-zone  E  never
port-groups-are-declared  E  never
port-ranges-are-narrow  E  waivable
probes-of-every-container  E  waivable
programs-are-complete  A  waivable
programs-are-the-same-everywhere  E  waivable
promises-on-record  W  never
providers-are-pinned  E  waivable
providers-without-credentials  E  never
quota-and-limits  E  waivable
refers-to-what-is-there  E  never
replicas-are-spread  E  waivable
replicas-survive  E  waivable
requests-and-limits  E  waivable
resources-stand-alone  E  waivable
restart-priority  A  waivable
restores-are-tested  E  waivable
roles-name-what-they-allow  E  waivable
rounds-install-what-they-are-for  A  waivable
router-ids-differ  A  waivable
routes-lead-to-the-gateway  E  never
rsa-is-of-today  W  waivable
same-administrators-everywhere  E  waivable
same-authority-everywhere  E  never
same-files-for-a-role  A  waivable
same-trust-everywhere  E  waivable
scales  A  waivable
scanners-see-the-web-only  E  waivable
scheduled-jobs-end  E  waivable
secrets-of-their-workload  E  waivable
secure-boot  A  waivable
security-updates-in-every-window  A  waivable
served-by-the-site  E  never
servers-have-their-addresses  E  never
services-are-confined  A  waivable
services-find-their-pods  E  waivable
services-reachable  E  waivable
services-start-our-way  A  waivable
shells-are-closed  A  waivable
site-is-looked-up  A  waivable
sites-are-told-alike  E  never
sources-give-signs-of-life  A  waivable
spoofing-refused  E  never
ssh-algorithms-are-strong  E  waivable
ssh-is-hardened  E  never
ssh-lets-in-administrators-only  E  never
ssh-listens-to-the-vpn-only  E  never
stacks-agree  E  never
stages-cannot-reach-each-other  E  never
state-of-its-own  E  never
stops-gracefully  E  waivable
sudo-for-administrators-only  E  never
sudo-is-logged  A  waivable
tags-tell-apart  E  waivable
team-tech-can-approve  E  never
team-tech-is-complete  W  never
timers-keep-going  A  waivable
tls-is-strong  E  waivable
two-data-centres  E  waivable
units-are-enabled  A  waivable
units-find-their-programs  A  waivable
updates-by-the-plan-alone  A  waivable
variables-carry-secrets  E  never
virtual-tpm  A  waivable
visitors-only-where-exposed  E  waivable
vlans-used-once  E  never
volumes-are-whole  E  waivable
vpn-peers-are-administrators  E  never
vpn-pools-are-apart  E  never
vpn-tunnel-is-the-sites  E  never
waiver-ends-within-a-year  E  never
waiver-has-an-owner  E  never
waiver-is-exact  E  never
waiver-is-used  E  never
waiver-not-expired  E  never
waiver-of-a-known-rule  E  never
waiver-of-what-may-be-waived  E  never
waivers-do-not-overlap  E  never
walls-before-pods  E  waivable
web-is-not-drowned  A  waivable
web-tells-little  A  waivable
what-servers-wait-for-is-declared  error in acceptance, production; warning in development, test, shared  waivable
whitelist-entries-hold  E  never
whitelist-networks-are-narrow  W  waivable
whitelist-only-where-declared  E  waivable
why-is-said  E  waivable
words-of-the-api  E  waivable
workloads-as-modelled  E  waivable
`;

const LEVELS: Readonly<Record<string, string>> = {
  "error everywhere": "E",
  "error in acceptance, production, shared; warning in development, test": "A",
  "warning everywhere": "W",
};

function line({ id, levels, waivable }: Rule): string {
  return `${id}  ${LEVELS[describeLevels(levels)] ?? describeLevels(levels)}  ${waivable === true ? "waivable" : "never"}`;
}

const camelCase = (id: string) => id.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** Texts that stand more than once. */
function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

describe("the rules", () => {
  test("are these, with these levels; change the list in this test where that is meant", () => {
    expect(RULES.map(line).sort()).toEqual(FROZEN.trim().split("\n"));
  });

  test("have an id each, in kebab case", () => {
    const ids = RULES.map(({ id }) => id);
    expect(repeated(ids)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("are all that stands in lib/controls/rules: none is written and not listed", () => {
    const files = ruleFiles().map(({ name }) => name);
    expect(files.length).toBeGreaterThan(8);
    expect([...files].sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  test.each(ruleFiles().map((file) => [file.name, file] as const))(
    "stand alone in a file of their name: %s",
    (name, { path }) => {
      const exported: Readonly<Record<string, Rule>> = require(path);
      expect(Object.keys(exported)).toEqual([camelCase(name)]);
      expect(exported[camelCase(name)]).toBe(RULES.find(({ id }) => id === name));
    },
  );

  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    "check promises of the sheet: %s",
    (_id, { promises }) => {
      expect(promises.length).toBeGreaterThan(0);
      expect(promises.filter((id) => !isPromiseId(id))).toEqual([]);
      expect(repeated(promises)).toEqual([]);
      for (const id of promises) expect(promise(id).meaning).not.toBe("");
    },
  );

  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    "say what holds, why and what to do: %s",
    (_id, rule) => {
      const { info, explanation, remedy, waivable } = rule;
      for (const text of [info, explanation, remedy]) expect(text).toMatch(/^\S[^\n]{10,}\S$/);
      if (waivable !== true) expect(waivable.never).toMatch(/^\S[^\n]{10,}\S$/);
      if (rule.scope === "stack" && rule.notOnPlan !== undefined)
        expect(rule.notOnPlan).toMatch(/^\S[^\n]{10,}\S$/);
    },
  );

  test("are each tried, with what is kept and what is broken", () => {
    const folder = join(__dirname, "rules");
    const tests = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const tried = new Set(
      tests.flatMap((text) => [...text.matchAll(/describe(?:Rule)?\(\s*"([^"]+)"/g)]).map(([, id]) => id),
    );
    const ofWaivers = readFileSync(join(__dirname, "waivers.test.ts"), "utf8");
    const untried = RULES.filter(({ id, scope }) =>
      scope === "waiver" ? !ofWaivers.includes(`"${id}"`) : !tried.has(id),
    );
    expect(untried.map(({ id }) => id)).toEqual([]);
  });

  test("say it each in their own words", () => {
    expect(repeated(RULES.flatMap(({ info, explanation, remedy }) => [info, explanation, remedy]))).toEqual(
      [],
    );
  });
});
