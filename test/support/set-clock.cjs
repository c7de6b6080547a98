// Loaded before a program (`node --require`): its clock shows noon of the day in TEST_DAY, and goes on from there.
const Real = Date;
const ahead = Real.parse(`${process.env.TEST_DAY}T12:00:00Z`) - Real.now();

globalThis.Date = class extends Real {
  constructor(...told) {
    if (told.length === 0) super(Real.now() + ahead);
    else super(...told);
  }

  static now() {
    return Real.now() + ahead;
  }
};
