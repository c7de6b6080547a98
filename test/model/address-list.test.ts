import { describe, expect, test } from "@jest/globals";
import { type AddressListProps, checkAddressList } from "../../lib/model/address-list";
import { mistakeOf, mistakesOf } from "../support/errors";

const props: AddressListProps = {
  name: "Detectify",
  source: "https://detectify.example/addresses",
  date: "2027-01-01",
  networks: ["198.51.100.0/28", "2001:db8:9::/48"],
};

describe("a list of addresses that a service publishes", () => {
  test("is written as it was copied, with whose it is, from where and when", () => {
    expect(JSON.parse(JSON.stringify(checkAddressList(props)))).toEqual(props);
  });

  test.each<[Partial<AddressListProps>, string, string]>([
    [{ name: "" }, "name", "a name is missing"],
    [{ name: "x".repeat(41) }, "name", "at most 40 characters"],
    [{ source: "a\nb" }, "source", "one printable line"],
    [{ source: " " }, "source", "a source is missing"],
    [{ date: "2027-02-30" }, "date", "is not a day of the calendar"],
    [{ date: "yesterday" }, "date", ""],
    [{ networks: [] }, "networks", "an empty list of addresses names nobody"],
    [{ networks: ["198.51.100.0/28", "198.51.100.1/28"] }, "networks[1]", "has host bits set"],
    [{ networks: ["0.0.0.0/0"] }, "networks[0]", "wider than anybody's network"],
    [{ networks: ["198.51.100.7"] }, "networks[0]", "has no prefix length"],
  ])("is refused with %j", (change, property, problem) => {
    const mistake = mistakeOf(() => checkAddressList({ ...props, ...change }));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).not.toBe("");
  });

  test("of which nothing is said is told of everything that is missing, at once", () => {
    const mistakes = mistakesOf(() => checkAddressList({} as AddressListProps));
    expect(mistakes.map(({ property }) => property)).toEqual(["name", "source", "date", "networks"]);
  });

  test("does not change when the list it was copied from does", () => {
    const networks = ["198.51.100.0/28"];
    const list = checkAddressList({ ...props, networks });
    networks.push("192.0.2.0/24");
    expect(list.networks.map(String)).toEqual(["198.51.100.0/28"]);
  });
});
