import { Cidr } from "../../model/cidr";
import { Mistakes } from "../../model/mistake";
import { list, madeBy, object, optional, parsedBy, type Reader } from "../../model/read-record";
import { Addresses } from "../addresses";
import type { NetworkPeers, Peers } from "./policy";
import { readSelector } from "./read-selector";
import { EVERYTHING, type Selector } from "./selector";
import { refusal } from "./syntax";

interface WrittenBlock {
  readonly cidr: Cidr;
  readonly except: readonly Cidr[] | undefined;
}

interface WrittenPeer {
  readonly ipBlock: NetworkPeers | undefined;
  readonly namespaceSelector: Selector | undefined;
  readonly podSelector: Selector | undefined;
}

/** Canonical networks only: the API server takes `10.0.0.1/8` with a warning, and people then read it as one address. */
const network = parsedBy(Cidr.parse);

const block: Reader<NetworkPeers> = madeBy(
  object<WrittenBlock>({ cidr: network, except: optional(list(network)) }),
  ({ cidr, except = [] }) => {
    const mistakes = new Mistakes();
    for (const [index, exception] of except.entries()) {
      if (cidr.contains(exception) && exception.prefix > cidr.prefix) continue;
      mistakes.add({
        property: `except[${index}]`,
        value: `${exception}`,
        problem: `is not a part of ${cidr}, smaller than the whole`,
        remedy: "write a network inside it, or leave the exception out",
      });
    }
    mistakes.throwIfAny();
    return { kind: "networks", addresses: Addresses.of(cidr).minus(Addresses.of(...except)) };
  },
);

/**
 * A `NetworkPolicyPeer` of the API. What is absent differs from what is empty: without a `namespaceSelector` the pods
 * are those of the policy's own namespace, with an empty one those of all; without a `podSelector` they are all there are.
 */
export const readPeer: Reader<Peers> = madeBy(
  object<WrittenPeer>({
    ipBlock: optional(block),
    namespaceSelector: optional(readSelector),
    podSelector: optional(readSelector),
  }),
  ({ ipBlock, namespaceSelector: namespaces, podSelector: pods }) => {
    if (namespaces === undefined && pods === undefined) {
      if (ipBlock !== undefined) return ipBlock;
      throw refusal({}, "names no peer", "write a selector or an ipBlock; leave the list out for everyone");
    }
    if (ipBlock === undefined) return { kind: "pods", namespaces, pods: pods ?? EVERYTHING };
    throw refusal("ipBlock", "stands with a selector in one peer", "make two peers of them");
  },
);
