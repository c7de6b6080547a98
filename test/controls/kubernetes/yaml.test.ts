import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { type KubernetesObject, objectsOf } from "../../../lib/controls/kubernetes/kubernetes-object";
import { manifestFiles } from "../../../lib/controls/kubernetes/manifest-file";
import { toYaml } from "../../../lib/controls/kubernetes/yaml";
import { kubernetesStack, stackWith } from "../support/kubernetes-stack";
import { DEPLOYMENT } from "./examples/deployment";
import { NETWORK } from "./examples/network";
import { OBJECTS } from "./examples/objects";

const EXAMPLES = [DEPLOYMENT, ...NETWORK, ...OBJECTS];
const all = EXAMPLES.flatMap(({ build }) => objectsOf(kubernetesStack(build)));

/** An object with something in it. */
function configMap(data: Readonly<Record<string, string>>, name = "it"): KubernetesObject {
  const [object] = objectsOf(
    stackWith("kubernetes_manifest", { manifest: manifestOf("ConfigMap", name, { data }) }),
  );
  if (object === undefined) throw new Error("there is no object");
  return object;
}

/** As Terraform wants texts that are no expressions. */
function escaped(data: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(data).map(([key, text]) => [key, text.replace(/([$%])\{/g, "$1$1{")]);
  return Object.fromEntries(entries);
}

function manifestOf(kind: string, name: string, more: object = {}): object {
  return { kind, ...more, metadata: { name, namespace: "verne" }, apiVersion: "v1" };
}

/** As readers of YAML 1.2 and of 1.1 take it. */
function readBack(text: string, version: "1.1" | "1.2" = "1.2"): readonly unknown[] {
  return parseAllDocuments(text, { version }).map((document) => document.toJS());
}

describe("objects as YAML", () => {
  test.each(["1.1", "1.2"] as const)("are read back as they were, by readers of YAML %s", (version) => {
    const back = readBack(toYaml(all), version);
    expect(back).toHaveLength(all.length);
    expect(back).toEqual(expect.arrayContaining(all.map(({ body }) => body)));
  });

  test("have any text read back as that text", () => {
    const tricky = fc.constantFrom(
      "on",
      "yes",
      "No",
      "0640",
      "1e3",
      "0x1F",
      "1_000",
      "12:30:00",
      "~",
      "null",
      "",
      " a",
      "a: b",
      "# c",
      "!d",
      "2027-01-15",
      ".inf",
      "=",
      "<<",
      "${a}",
      "%{ if b }",
      "$${c}",
    );
    const texts = fc.oneof(tricky, fc.string(), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z.-]{1,12}$/), texts), (data) => {
        const text = toYaml([configMap(escaped(data))]);
        for (const version of ["1.1", "1.2"] as const)
          expect(readBack(text, version)[0]).toMatchObject({ data });
      }),
    );
  });

  test("come with namespaces first, then by kind, namespace and name, whatever their order was", () => {
    const shuffled = fc.shuffledSubarray(all, { minLength: all.length });
    fc.assert(
      fc.property(shuffled, (objects) => {
        const distinct = (list: readonly KubernetesObject[]) =>
          readBack(toYaml(list)).map((body) => {
            const { kind, metadata } = body as { kind: string; metadata: { name: string } };
            return `${kind} ${metadata.name}`;
          });
        expect(distinct(objects)).toEqual(distinct(all));
      }),
    );
    const kinds = readBack(toYaml(all)).map((body) => (body as { kind: string }).kind);
    expect(kinds[0]).toBe("Namespace");
    expect(kinds.slice(1)).toEqual([...kinds.slice(1)].sort());
  });

  test("begin as the documentation of the API writes them", () => {
    expect(toYaml([configMap({ mode: "0640", text: "one\ntwo\n" })])).toBe(`---
apiVersion: v1
kind: ConfigMap
metadata:
  name: it
  namespace: verne
data:
  mode: "0640"
  text: |
    one
    two
`);
  });

  test("tell the keys of a secret and none of its values", () => {
    const stack = stackWith("kubernetes_secret_v1", {
      metadata: { name: "keys" },
      data: { password: "hunter2" },
    });
    const [manifest] = objectsOf(
      stackWith("kubernetes_manifest", {
        manifest: manifestOf("Secret", "more", { stringData: { token: "hunter3" } }),
      }),
    );
    if (manifest === undefined) throw new Error("there is no object");
    const text = toYaml([...objectsOf(stack), manifest]);
    expect(text).toContain("password:");
    expect(text).toContain("token: not exported");
    expect(text).not.toMatch(/hunter|aHVudGVy/);
    expect(readBack(text)[0]).toMatchObject({
      data: { password: Buffer.from("not exported").toString("base64") },
    });
  });

  test("are one file for each stack that has any", () => {
    const files = manifestFiles([kubernetesStack(DEPLOYMENT.build), kubernetesStack(() => undefined)]);
    expect(files.map(({ name }) => name)).toEqual(["tenant.yaml"]);
    expect(readBack(files[0]?.text ?? "")).toEqual(
      objectsOf(kubernetesStack(DEPLOYMENT.build)).map(({ body }) => body),
    );
  });
});
