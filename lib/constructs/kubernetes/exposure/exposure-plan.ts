import { type CertificateKey, checkCertificateKey } from "../../../model/certificate-key";
import { checkProperties, isRecord, type Known } from "../../../model/known-properties";
import type { ExposureClass } from "../../../model/kubernetes-record";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import { Peer, type PeerRecord } from "../../../model/peer";
import { checkObjectName } from "../../../model/site-kubernetes";
import { checkText, shownValue } from "../../../model/text";
import type { Connectable } from "../../connections";
import { dayOf } from "../../declared-day";
import { notify } from "../../findings";
import { pathOf } from "../../path";
import type { Workload } from "../workload";
import { audienceChecks, audienceOf, exposureClassOf } from "./audience";
import type { ExposeProps } from "./expose";
import type { ExposedHost } from "./exposed-host";
import { checkExposedName, checkPathPrefix } from "./names";

/** An exposure, checked; nothing of it is made yet. */
export interface ExposurePlan {
  readonly hostname: string;
  readonly path: string;
  readonly why: string;
  readonly key: CertificateKey;
  readonly issuer: string;
  readonly timeout: number;
  /** Who may come, as of the day. */
  readonly peer: PeerRecord;
  /** Class of the gateway they come to. */
  readonly exposure: ExposureClass;
}

const PROPERTIES: Known<ExposeProps> = {
  hostname: true,
  why: true,
  path: true,
  key: true,
  keyWaiver: true,
  issuer: true,
  timeout: true,
};

/** What a visitor waits, in seconds. The longest is what proxies keep a connection for on which nothing happens. */
const TIMEOUT = 60;
const TIMEOUT_MAX = 300;

/** Checks an exposure; undefined where there is a mistake in it, or nobody is left whom it is for. */
export function planExposure(
  service: Workload,
  audience: Peer | Connectable,
  given: ExposeProps,
  check: Mistakes,
): ExposurePlan | undefined {
  const props = check.attempt("expose", () => checkGiven(given));
  const peer = check.attempt("expose audience", () => audienceOf(audience, service.tenant.environment));
  if (props === undefined) return undefined;
  checkProperties("expose", props, PROPERTIES, "an exposure", check);
  const { kubernetes } = service.tenant;
  const facts = {
    hostname: check.attempt("expose.hostname", () => checkExposedName(props.hostname)),
    path: check.attempt("expose.path", () => checkPathPrefix(props.path ?? "/")),
    why: check.attempt("expose.why", () => checkText("the reason of an exposure", props.why)),
    key: check.attempt("expose.key", () => checkCertificateKey(props.key, props.keyWaiver, dayOf(service))),
    issuer: check.attempt("expose.issuer", () =>
      props.issuer === undefined ? kubernetes.issuer : checkObjectName("a ClusterIssuer", props.issuer),
    ),
    timeout: check.attempt("expose.timeout", () => checkTimeout(props.timeout ?? TIMEOUT)),
  };
  const { hostname, path, why, key, issuer, timeout } = facts;
  const exposure = peer && checkAudience(service, peer, hostname, check);
  if (hostname !== undefined && path !== undefined)
    checkRegister(service, { ...props, hostname, path }, check);
  if (peer === undefined || exposure === undefined || check.all.length > 0) return undefined;
  const current = audience instanceof Peer ? audience.recordOn(dayOf(service)) : peer;
  if (current === undefined) {
    notify(service, {
      text: `access of everyone in "${why}" has ended and is left out`,
      until: undefined,
    });
    return undefined;
  }
  // Without a mistake none of them is undefined.
  return { hostname, path, why, key, issuer, timeout, peer: current, exposure } as ExposurePlan;
}

function checkGiven(given: ExposeProps): ExposeProps {
  if (isRecord(given)) return given;
  throw new InvalidError({
    value: shownValue(given),
    problem: "does not say under which name, and why",
    remedy: 'write { hostname: "www.example.nl", why: "what visitors come for" }',
  });
}

function checkAudience(
  { tenant }: Workload,
  peer: PeerRecord,
  hostname: string | undefined,
  check: Mistakes,
): ExposureClass | undefined {
  const { exposures, environment } = tenant;
  const own = exposureClassOf(peer);
  for (const refuse of audienceChecks(peer, exposures.gatewayPath(own), environment)) {
    check.attempt("expose audience", refuse);
  }
  check.attempt("expose audience", () => exposures.checkCountries(peer));
  if (hostname === undefined) return undefined;
  return check.attempt("expose.hostname", () => exposures.classFor(hostname, own));
}

type Declared = ExposeProps & { readonly path: string };

/** What a name is already has to be what it is declared to be once more. */
function checkRegister(service: Workload, declared: Declared, check: Mistakes): void {
  const host = service.tenant.exposures.host(declared.hostname);
  if (host === undefined) return;
  check.attempt("expose.path", () => checkFree(service, host, declared));
  const known = { key: host.settings.key.name, issuer: host.settings.issuer };
  for (const property of ["key", "issuer"] as const) {
    check.attempt(`expose.${property}`, () => checkSame(declared[property], known[property]));
  }
  const route = host.route(declared.path);
  if (route !== undefined)
    check.attempt("expose.timeout", () => checkSame(declared.timeout, route.settings.timeout));
}

function checkFree(service: Workload, host: ExposedHost, { hostname, path }: Declared): void {
  const holder = host.route(path)?.settings.service;
  if (holder === undefined || holder === pathOf(service)) return;
  throw new InvalidError({
    value: JSON.stringify(path),
    problem: `is where ${holder} answers already, under ${hostname}`,
    remedy: "write another path for one of them, for example /api, or another host name",
  });
}

function checkSame(declared: string | number | undefined, known: string | number): void {
  if (declared === undefined || declared === known) return;
  throw new InvalidError({
    value: shownValue(declared),
    problem: `is ${shownValue(known)} where this name was exposed first`,
    remedy: "write it there, and leave it out here",
  });
}

function checkTimeout(seconds: unknown): number {
  if (Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= TIMEOUT_MAX)
    return Number(seconds);
  throw new InvalidError({
    value: shownValue(seconds),
    problem: "is no time to wait for an answer",
    remedy: `write whole seconds from 1 to ${TIMEOUT_MAX}, or leave it out for ${TIMEOUT}`,
  });
}
