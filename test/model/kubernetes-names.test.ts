import { describe, expect, test } from "@jest/globals";
import {
  isDnsLabel,
  isDnsSubdomain,
  isLabelKey,
  isLabelValue,
  isPortName,
} from "../../lib/model/kubernetes-names";

const long = (length: number) => "a".repeat(length);

describe.each([
  {
    kind: "the name of a namespace",
    is: isDnsLabel,
    good: ["a", "1", "verne-test", "a--b", long(63)],
    bad: ["", "-a", "a-", "a.b", "A", "a_b", "a b", "a\n", long(64)],
  },
  {
    kind: "the name of an object",
    is: isDnsSubdomain,
    good: ["a", "a.b", "a-b.c-d", "1.2", `${long(200)}.${long(52)}`],
    bad: ["", ".a", "a.", "a..b", "a.-b", "A.b", "a\n", long(254)],
  },
  {
    kind: "the key of a label",
    is: isLabelKey,
    good: ["a", "A_b.c", "straat/client", "kubernetes.io/metadata.name", `${long(253)}/${long(63)}`],
    bad: ["", "/", "a/", "/a", "a/b/c", "A/b", "-a", "a b", long(64), `${long(254)}/a`],
  },
  {
    kind: "the value of a label",
    is: isLabelValue,
    good: ["", "a", "A_b.c-d", "0", long(63)],
    bad: [" ", "-a", "a-", "a/b", "a b", "a\n", long(64)],
  },
  {
    kind: "the name of a port",
    is: isPortName,
    good: ["http", "p8080", "8080p", "a-b", long(15)],
    bad: ["", "8080", "Http", "a--b", "-a", "a-", "a.b", "a\n", long(16)],
  },
])("$kind", ({ is, good, bad }) => {
  test("is one as Kubernetes takes it, and nothing like it", () => {
    expect(good.filter((name) => !is(name))).toEqual([]);
    expect(bad.filter((name) => is(name))).toEqual([]);
  });
});
