import { InvalidError } from "./mistake";

/** Processors and memory of one server. Growing is live (hot add); shrinking restarts it, one member at a time. */
export class VmSize {
  static readonly SMALL = VmSize.of({ cpus: 2, memoryGib: 4 });
  static readonly MEDIUM = VmSize.of({ cpus: 4, memoryGib: 8 });
  static readonly LARGE = VmSize.of({ cpus: 8, memoryGib: 32 });

  private constructor(
    /** Virtual processors. */
    readonly cpus: number,
    /** Memory in GiB. */
    readonly memoryGib: number,
    /** System disk in GiB. */
    readonly diskGib: number,
  ) {}

  /**
   * @param props.diskGib system disk in GiB, at least the template's. @default 32
   * @throws InvalidError for a size vSphere would refuse
   */
  static of(props: { readonly cpus: number; readonly memoryGib: number; readonly diskGib?: number }): VmSize {
    const { cpus, memoryGib, diskGib = 32 } = props;
    const within = (value: number, low: number, high: number) =>
      Number.isInteger(value) && value >= low && value <= high;
    if (!within(cpus, 1, 128) || !within(memoryGib, 1, 4096) || !within(diskGib, 16, 2048)) {
      throw new InvalidError({
        value: `${cpus} CPUs, ${memoryGib} GiB memory, ${diskGib} GiB disk`,
        problem: "is not a size a server can have here",
        remedy: "write whole numbers: 1-128 cpus, 1-4096 memoryGib, 16-2048 diskGib",
      });
    }
    return new VmSize(cpus, memoryGib, diskGib);
  }

  toString(): string {
    return `${this.cpus} CPU, ${this.memoryGib} GiB`;
  }

  toJSON() {
    return { cpus: this.cpus, memoryGib: this.memoryGib, diskGib: this.diskGib };
  }
}
