import * as fc from "fast-check";

// One seed for all property tests of a run. It is printed with a failure; FC_SEED repeats a run.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_230_530) });
