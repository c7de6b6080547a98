import { UNKNOWN } from "../terraform/fields";
import { Unreadable } from "../unreadable";

/** Gives a text without `${…}` in it: what stands where it refers to. @throws Unreadable where nobody knows before the apply */
export type Resolve = (text: string, where: string) => unknown;

/** Where a value stands, and what a reference in it means. */
export class Place {
  /** @param where for people, such as `kubernetes_service_v1.web.spec[0].port[0]` */
  constructor(
    readonly where: string,
    private readonly resolve: Resolve,
  ) {}

  at(key: string): Place {
    return new Place(`${this.where}.${key}`, this.resolve);
  }

  item(index: number): Place {
    return new Place(`${this.where}[${index}]`, this.resolve);
  }

  /** The value itself; what a text refers to, for a text that does. @throws Unreadable */
  known(value: unknown): unknown {
    if (value === UNKNOWN) throw this.unreadable("is known only after apply");
    return typeof value === "string" ? this.resolve(value, this.where) : value;
  }

  unreadable(problem: string): Unreadable {
    return new Unreadable(`${this.where} ${problem}`);
  }
}
