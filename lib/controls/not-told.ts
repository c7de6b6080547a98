/**
 * What a rule asks for was said once, before the plan under judgement, and stays as it is whatever the plan says. The runner
 * lists the subject as not judged: it is no finding, and it has not passed.
 */
export class NotTold extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotTold";
  }
}
