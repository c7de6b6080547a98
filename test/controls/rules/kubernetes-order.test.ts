import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const STACK = "zorgplein-production";
const WEB = "kubernetes_deployment_v1.apps_web";
const JOB = "kubernetes_cron_job_v1.apps_retention";
const LETTERS = "kubernetes_deployment_v1.apps_letters";
const finds = [`${STACK}/${WEB}`];

describeRule("walls-before-pods", {
  fleet: EditableFleet.examples,
  judges: [...finds, `${STACK}/${JOB}`],
  breaches: [
    {
      when: "pods wait for nothing",
      saying: /does not wait for its wall default-deny \(kubernetes_network_policy_v1\.apps_default-deny\)/,
      finds,
      change: (fleet) => delete fleet.resource(STACK, WEB)["depends_on"],
    },
    {
      when: "pods do not wait for their own wall",
      saying: /does not wait for its wall retention/,
      finds: [`${STACK}/${JOB}`],
      change: (fleet) => {
        const job = fleet.resource(STACK, JOB);
        const isOther = (address: string) => address !== "kubernetes_network_policy_v1.apps_retention_wall";
        job["depends_on"] = job["depends_on"].filter(isOther);
      },
    },
  ],
  allows: [
    {
      when: "they do not wait for the walls of others",
      change: (fleet) => {
        const { resource } = fleet.stack(STACK).terraform;
        const policies: Record<string, Body> = resource.kubernetes_network_policy_v1;
        policies["apps_more"] = {
          ...structuredClone(policies["apps_letters_wall"]),
          metadata: { name: "more", namespace: STACK },
        };
        fleet.resource(STACK, LETTERS)["depends_on"].push("kubernetes_network_policy_v1.apps_more");
      },
    },
  ],
});

/** The sources of what is mounted as secrets. */
const sourcesOf = (fleet: EditableFleet, address: string): Body[] =>
  fleet.resource(STACK, address)["spec"].template.spec.volume[0].projected[0].sources[0].secret;

describeRule("secrets-of-their-workload", {
  fleet: EditableFleet.examples,
  judges: [...finds, `${STACK}/${JOB}`, `${STACK}/${LETTERS}`],
  breaches: [
    {
      when: "an application is given another's secret",
      saying: /is given the Secret retention--database-password, which is retention's/,
      finds: [`${STACK}/${LETTERS}`],
      change: (fleet) => {
        (sourcesOf(fleet, LETTERS)[0] as Body)["name"] = "retention--database-password";
      },
    },
    {
      when: "a variable is another's secret",
      saying: /letters--printer-token, which is letters's/,
      finds,
      change: (fleet) => {
        fleet.resource(STACK, WEB)["spec"].template.spec.container[0].env = [
          {
            name: "TOKEN",
            value_from: [{ secret_key_ref: [{ name: "letters--printer-token", key: "printer-token" }] }],
          },
        ];
      },
    },
    {
      when: "an application is given the key of a certificate",
      saying: /production-zorgplein-example-nl-tls, which is gateway-restricted's/,
      finds: [`${STACK}/${LETTERS}`],
      change: (fleet) => {
        sourcesOf(fleet, LETTERS).push({ name: "production-zorgplein-example-nl-tls" });
      },
    },
  ],
});
