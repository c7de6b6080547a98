import { titleOf } from "./control-titles";
import type { Control, Framework } from "./promise";
import type { PromiseId } from "./statements";

/** Statements that are about the same, and the measures that ask it. */
interface Mapping {
  readonly promises: readonly PromiseId[];
  readonly controls: readonly Control[];
}

const measures =
  (framework: Framework, doubt: { readonly doubtful?: true } = {}) =>
  (...ids: readonly string[]): readonly Control[] =>
    ids.map((id) => {
      const title = titleOf(framework, id);
      return { framework, id, ...(title === undefined ? {} : { title }), ...doubt };
    });

const DOUBT = { doubtful: true } as const;
const iso = measures("ISO 27001:2022");
const bio = measures("BIO2");
const nen = measures("NEN 7510-2:2017");
const debian = measures("CIS Debian 12");
const kubernetes = measures("CIS Kubernetes 1.12");
const owasp = measures("OWASP Kubernetes 2025");
// The numbers of the tenets are ours to check still.
const nist = measures("NIST SP 800-207", DOUBT);

/** Numbers in a row: `span("8.21.0", 1, 3)` is 8.21.01 to 8.21.03. */
function span(prefix: string, first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${prefix}${first + index}`);
}

/** What 5.1.1 to 5.1.8 of the draft for Debian are about has to be checked; later numbers are sure. */
const sshd = (...numbers: readonly number[]) =>
  numbers.flatMap((number) => measures("CIS Debian 12", number <= 8 ? DOUBT : {})(`5.1.${number}`));

/** The mapping, row by row. R-11 has no row: a certificate is evidence itself, and asks for none. */
const MAPPINGS: readonly Mapping[] = [
  {
    promises: ["B-01", "B-13"],
    controls: [
      ...iso("A.8.15", "A.8.17", "A.5.33"),
      ...bio(...span("8.15.0", 1, 6), "8.18.02"),
      ...nen(...span("12.4.", 1, 4)),
      ...debian("6.1.1.x", "6.1.3.6", "6.2.x", "2.3.x"),
      ...kubernetes("3.2.1", "3.2.2", ...span("1.2.", 16, 19)),
      ...owasp("K10"),
      ...nist("T5", "T7"),
    ],
  },
  {
    promises: ["B-02", "B-03", "B-20", "H-12"],
    controls: [
      ...iso("A.8.16", "A.5.24", "A.5.25", "A.6.8"),
      ...bio(...span("8.16.0", 2, 4), "5.24.x"),
      ...nen("12.4.1", "16.1.2", "16.1.4"),
      ...debian("6.2.3.x"),
      ...kubernetes("3.2.x"),
      ...owasp("K10"),
      ...nist("T5"),
    ],
  },
  {
    promises: ["B-04"],
    controls: [
      ...iso("A.8.16", "A.5.26"),
      // Only in so far as personal data is taken out of what is reported.
      ...measures("ISO 27001:2022", DOUBT)("A.8.12"),
      ...iso("A.5.34"),
      ...nen("16.1.5", "18.1.4"),
      ...owasp("K10"),
      ...nist("T7"),
    ],
  },
  {
    promises: ["B-05", "B-06", "B-21", "B-22"],
    controls: [
      ...iso("A.8.14", "A.8.6", "A.5.30"),
      ...bio("5.30.01", "5.30.02", "8.21.01"),
      ...nen("17.2.1", "12.1.3"),
    ],
  },
  {
    promises: ["B-07", "H-02", "H-22"],
    controls: [
      ...iso("A.8.9", "A.8.19"),
      ...bio("8.19.01"),
      ...nen("12.1.1", "12.5.1", "14.2.2"),
      ...debian(...span("6.3.", 1, 3)),
      ...kubernetes("5.6.x"),
      ...owasp("K07"),
      ...nist("T5"),
    ],
  },
  {
    promises: ["B-08", "B-12", "B-24", "I-05", "I-07"],
    controls: [
      ...iso("A.5.3", "A.8.32", "A.8.4", "A.8.25", "A.8.28", "A.5.2"),
      ...bio("8.32.01", "8.32.02", "5.02.x", "5.03.01"),
      ...nen("6.1.2", "12.1.2", "14.2.1", "14.2.2", "9.4.5"),
      // For changes of who may do what in a cluster.
      ...owasp("K02"),
      ...nist("T6"),
    ],
  },
  {
    promises: ["B-09", "B-10", "B-11", "B-14", "B-23"],
    controls: [
      ...iso("A.8.31", "A.8.29", "A.8.33", "A.8.32"),
      ...bio("8.31.01", "8.31.02", "8.29.01", "8.32.01"),
      ...nen("12.1.4", "14.2.8", "14.2.9", "14.3.1", "14.2.6"),
      ...kubernetes("5.6.1", "5.6.4"),
      ...owasp("K05"),
    ],
  },
  {
    promises: ["B-15", "B-16", "B-17", "B-18", "B-19", "H-07", "H-08", "H-09", "H-10", "H-11"],
    controls: [
      ...iso("A.8.13", "A.5.29", "A.5.30", "A.8.14", "A.5.37"),
      ...bio(...span("8.13.0", 1, 4)),
      ...measures("NEN 7510-2:2017", DOUBT)("12.3.1"),
      ...nen(...span("17.1.", 1, 3)),
    ],
  },
  {
    promises: ["I-01", "I-02", "I-08"],
    controls: [
      ...iso("A.8.28", "A.8.29", "A.8.26"),
      ...bio("8.27.01", "8.29.01"),
      ...nen("14.2.1", "14.2.5", "12.2.1"),
      ...debian("6.3.x"),
      ...kubernetes("5.5.1"),
      ...owasp("K01"),
    ],
  },
  {
    promises: ["I-03", "I-04", "H-18", "H-19", "H-20"],
    controls: [
      ...iso("A.8.8", "A.5.7", "A.8.19", "A.5.21"),
      // BIO2 gives a week; the sheet's 24 hours are stricter.
      ...bio("8.08.01", "8.08.03"),
      ...nen("12.6.1", "12.5.1"),
      ...debian("1.2.2.1"),
      ...kubernetes("5.5.1"),
      ...owasp("K07"),
      ...nist("T5"),
    ],
  },
  {
    promises: ["I-06", "V-01", "V-03", "H-16"],
    controls: [
      ...iso("A.5.15", "A.5.16", "A.5.18", "A.8.2", "A.8.3", "A.8.18", "A.5.35", "A.5.36"),
      ...bio("5.16.01", "5.16.02", "5.18.01", "5.18.02", "8.02.01", "8.03.01", "8.03.02"),
      ...bio("8.18.01", "8.18.02", "5.35.02"),
      ...nen("9.1.1", ...span("9.2.", 1, 6), "9.4.1", "9.4.4", "18.2.1"),
      ...debian("5.2.x", "5.4.2.x"),
      ...sshd(4),
      ...kubernetes(...span("5.1.", 1, 13)),
      ...owasp("K02", "K09"),
      ...nist("T3", "T4", "T6"),
    ],
  },
  {
    promises: ["I-09", "V-02"],
    controls: [
      ...iso("A.5.12", "A.5.13", "A.5.34"),
      ...bio("5.12.01", "5.13.01"),
      ...nen("8.2.1", "8.2.2", "18.1.4"),
      // Meant for labels; the number itself is about namespaces.
      ...measures("CIS Kubernetes 1.12", DOUBT)("5.6.1"),
      ...nist("T1"),
    ],
  },
  {
    promises: ["V-04", "V-05", "V-06"],
    controls: [
      ...iso("A.8.8", "A.8.29", "A.8.34"),
      ...bio("8.08.04", "8.08.05"),
      ...nen("12.6.1", "12.7.1", "14.2.8", "18.2.3"),
      ...nist("T5"),
    ],
  },
  {
    promises: ["V-07", "V-08", "H-15", "H-17"],
    controls: [
      ...iso("A.8.20", "A.8.21", "A.8.5", "A.5.17", "A.6.7"),
      ...bio("5.17.01", "8.20.02", "8.21.04", "5.15.01", "8.05.01"),
      ...nen("13.1.1", "13.1.2", "9.4.2", "9.1.2", "6.2.2"),
      ...sshd(...Array.from({ length: 22 }, (_, index) => index + 1)),
      ...kubernetes("3.1.1", "1.2.1", "4.2.1"),
      ...owasp("K06", "K09"),
      ...nist("T2", "T3", "T6"),
    ],
  },
  {
    promises: ["V-09", "H-05", "H-06"],
    controls: [
      ...iso("A.8.20", "A.8.22"),
      // Only where addresses of web sites are filtered on the way out.
      ...measures("ISO 27001:2022", DOUBT)("A.8.23"),
      ...bio("8.20.01", ...span("8.21.0", 1, 3), "8.22.01"),
      ...nen("13.1.1", "13.1.3"),
      ...debian("4.1.1", ...span("4.3.", 1, 10), "3.3.x"),
      ...kubernetes("5.3.1", "5.3.2", ...span("5.2.", 1, 12), "5.6.x"),
      ...owasp("K01", "K04", "K05"),
      ...nist("T1", "T2", "T4"),
    ],
  },
  {
    promises: ["V-10"],
    controls: [
      ...iso("A.8.24", "A.5.14"),
      ...bio("8.24.01", "8.24.02", "8.24.04", "5.14.01", "5.14.02"),
      ...nen("10.1.1", "10.1.2", "13.2.1", "14.1.2"),
      ...sshd(6, 12, 15),
      ...kubernetes("1.2.24", "4.2.9", "1.2.27", "1.2.28"),
      ...owasp("K03"),
      ...nist("T2"),
    ],
  },
  {
    promises: ["H-01", "H-13", "H-14", "H-21"],
    controls: [
      ...iso("A.5.19", "A.5.20", "A.5.22", "A.5.23"),
      ...bio("5.20.x", "5.22.01", "5.22.02", "5.23.01"),
      ...nen(...span("15.1.", 1, 3), ...span("15.2.", 1, 2)),
      // There is no cloud behind servers of one's own.
      ...measures("OWASP Kubernetes 2025", DOUBT)("K08"),
    ],
  },
  {
    promises: ["H-03", "H-04"],
    controls: [...iso("A.8.14", "A.7.8", "A.7.11"), ...nen("17.2.1", "11.2.x")],
  },
  {
    promises: ["R-01", "R-02", "R-03", "R-04", "R-05", "R-06", "R-07", "R-08", "R-09", "R-10", "R-12"],
    controls: [
      ...iso("A.7.1", "A.7.2", "A.7.4", "A.7.5", "A.7.8", "A.7.11", "A.7.12", "A.7.13"),
      ...bio("7.01.x"),
      ...nen("11.1.x", "11.2.x"),
    ],
  },
  {
    // Runbooks: what to do in a disaster, and how to get something out of a backup.
    promises: ["B-18", "H-10"],
    controls: [...iso("A.5.37", "A.5.28"), ...bio("5.37.01", "5.28.01"), ...nen("12.1.1", "16.1.7")],
  },
];

/** The measures a promise is mapped to, each once, in the order of the mapping. */
export function controlsOf(id: PromiseId): readonly Control[] {
  const all = MAPPINGS.filter(({ promises }) => promises.includes(id)).flatMap(({ controls }) => controls);
  return [...new Map(all.map((control) => [`${control.framework} ${control.id}`, control])).values()];
}
