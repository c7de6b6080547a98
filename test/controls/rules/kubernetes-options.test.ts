import { expect, test } from "@jest/globals";
import {
  type Environment,
  ScheduledJob,
  Secret,
  StatefulService,
  Street,
  Tenant,
  WebService,
  Worker,
} from "../../../lib";
import { findingsOf } from "../../../lib/controls/assessment";
import { platform } from "../../../stacks/platform";
import { alkmaar, amsterdam } from "../../../stacks/sites";
import { buildApp, clientProps } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";

const image = `registry.example.nl/verne/any:1.0@sha256:${"0123456789abcdef".repeat(4)}`;
const resources = { cpu: "100m", memory: "128Mi", ephemeralStorage: "128Mi" };
const why = "this test writes every option there is";

/** A tenant in which every option of every workload is written. */
function addEverything(environment: Environment): void {
  const tenant = new Tenant(environment, "apps", {
    quota: { pods: 32, cpu: "40", memory: "40Gi", ephemeralStorage: "40Gi", storage: "1Ti" },
    access: { view: ["verne-developers"], operate: ["team-tech"] },
  });
  const every = {
    image,
    resources,
    config: { LANGUAGE: "nl" },
    secrets: {
      token: Secret.fromVariable("token", { revision: 2 }),
      key: Secret.fromStore("a", { property: "b" }),
    },
    scratch: { "/tmp": "16Mi", "/var/cache/App_1": "16Mi" },
    command: ["bin/run"],
    args: ["--verbose"],
    grace: 600,
  };
  const left = { readOnlyRootFilesystem: why, highUser: why };
  const asked = { ready: "/ready", live: "/live", startup: "/started", startupSeconds: 600, port: 9000 };
  const web = new WebService(tenant, "web", {
    ...every,
    user: 101,
    health: asked,
    port: 8443,
    targetCpu: 90,
    drain: { seconds: 60, path: "/drain" },
    optOut: left,
  });
  const hostname = `web.${environment.stage}.example.nl`;
  web.expose(environment.audience, {
    hostname,
    path: "/app",
    timeout: 300,
    key: "rsa-3072",
    issuer: "public-ev",
    why: "visitors",
  });
  new Worker(tenant, "worker", {
    ...every,
    replicas: { min: 2, max: 2 },
    optOut: { scaling: why, readiness: why, liveness: why },
  });
  new ScheduledJob(tenant, "job", {
    ...every,
    schedule: "*/5 3 * * MON-FRI",
    deadline: 86_400,
    startingDeadline: 86_400,
    retries: 0,
  });
  new StatefulService(tenant, "index", {
    ...every,
    why,
    data: { path: "/data", size: "10Gi" },
    port: 9200,
    portName: "search",
    health: { ready: ["bin/ready"], live: ["bin/live"] },
    quorum: true,
    optOut: { drain: why },
  });
}

test("whatever option of a workload is written, no rule finds anything wrong with it", () => {
  const built = buildApp((app) => {
    platform(app);
    const place = { site: amsterdam, backupSite: alkmaar, network: "10.20.0.0/20" };
    new Street(app, "verne", clientProps(place)).forEachEnvironment(addEverything);
  });
  expect(built.complaint).toBe("");
  const found = findingsOf(EditableFleet.of(built).assess());
  expect(found.map(({ rule, subject, problem }) => `${rule} ${subject}: ${problem}`)).toEqual([]);
});
