import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { MUTATED_STACKS, type Mutant } from "./mutant";

const EVERYBODY = ["0.0.0.0-255.255.255.255", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];

/**
 * What the model file says made weaker: rules of walls, flows, members, addresses, whitelists, administrators, classes. A
 * model that says something else than the output is a lie to whoever reviews by it.
 */
export function modelMutants(): readonly Mutant[] {
  return MUTATED_STACKS.flatMap((stack) => {
    const { model } = EditableFleet.examples().stack(stack);
    return [
      ...wallMutants(stack, model),
      ...flowMutants(stack, model),
      ...groupMutants(stack, model),
      ...factMutants(stack, model),
    ];
  });
}

function wallMutants(stack: string, { walls }: Body): readonly Mutant[] {
  return walls.flatMap(({ at, hook, rules }: Body, wall: number) => {
    const where = `wall ${at} ${hook}`;
    const change = (index: number, edit: (rule: Body, rules: Body[]) => void) => (model: Body) => {
      const list = model.walls[wall].rules;
      edit(list[index], list);
    };
    return [
      mutant(stack, `${where} is gone`, (model) => model.walls.splice(wall, 1)),
      ...rules.flatMap(({ id, port }: Body, index: number) => [
        mutant(
          stack,
          `${where}: ${id} is gone`,
          change(index, (_, list) => list.splice(index, 1)),
        ),
        mutant(
          stack,
          `${where}: ${id} from everybody`,
          change(index, (rule) => (rule.from = EVERYBODY)),
        ),
        mutant(
          stack,
          `${where}: ${id} to everybody`,
          change(index, (rule) => (rule.to = EVERYBODY)),
        ),
        ...(port === "tcp/1-65535"
          ? []
          : [
              mutant(
                stack,
                `${where}: ${id} on all ports`,
                change(index, (rule) => (rule.port = "tcp/1-65535")),
              ),
            ]),
        mutant(
          stack,
          `${where}: ${id} says no reason`,
          change(index, (rule) => (rule.why = "")),
        ),
      ]),
    ];
  });
}

function flowMutants(stack: string, { flows }: Body): readonly Mutant[] {
  return flows.flatMap(({ id, from }: Body, index: number) => [
    mutant(stack, `flow ${id} is gone`, (model) => model.flows.splice(index, 1)),
    // One that is from the internet already is left as it is.
    ...(from.kind === "internet"
      ? []
      : [
          mutant(
            stack,
            `flow ${id} is from the internet`,
            (model) => (model.flows[index].from = { kind: "internet" }),
          ),
        ]),
    mutant(stack, `flow ${id} is on another port`, (model) => (model.flows[index].port = "tcp/22")),
    mutant(stack, `flow ${id} is to another group`, (model) => {
      model.flows[index].to = { kind: "group", path: model.groups.at(-1).path };
      model.flows[index].port = "tcp/2222";
    }),
  ]);
}

function groupMutants(stack: string, { groups }: Body): readonly Mutant[] {
  return groups.flatMap(({ path, servers, data, quorum, role, virtual }: Body, index: number) => {
    const group = (model: Body) => model.groups[index];
    const otherRole = role === "vpn-gateway" ? "backup-repository" : "vpn-gateway";
    return [
      mutant(stack, `group ${path} is gone`, (model) => model.groups.splice(index, 1)),
      mutant(stack, `group ${path} is another role`, (model) => (group(model).role = otherRole)),
      mutant(
        stack,
        `group ${path} ${data ? "holds no data" : "holds data"}`,
        (model) => (group(model).data = !data),
      ),
      mutant(
        stack,
        `group ${path} ${quorum ? "does not vote" : "votes"}`,
        (model) => (group(model).quorum = !quorum),
      ),
      mutant(stack, `group ${path} is larger`, (model) => (group(model).size.memoryGib += 4)),
      ...(virtual.length > 0
        ? [mutant(stack, `group ${path} has no moving address`, (model) => (group(model).virtual = []))]
        : []),
      ...servers.flatMap(({ name }: Body, member: number) => [
        mutant(stack, `${name} is gone`, (model) => group(model).servers.splice(member, 1)),
        mutant(stack, `${name} is somewhere else`, (model) => {
          group(model).servers[member].interfaces[0].addresses[0] = "10.20.99.99";
        }),
        mutant(
          stack,
          `${name} is of another generation`,
          (model) => group(model).servers[member].generation++,
        ),
        mutant(
          stack,
          `${name} has another name`,
          (model) => (group(model).servers[member].name = "elsewhere-1"),
        ),
      ]),
    ];
  });
}

function factMutants(stack: string, { client, admins, zones }: Body): readonly Mutant[] {
  return [
    mutant(stack, "the site's VPN pool is everybody", (model) => (model.site.vpn.pool = "0.0.0.0/0")),
    mutant(stack, "the site's VPN pool is the other site's", (model) => {
      model.site.vpn.pool = model.site.name === "amsterdam" ? "10.99.2.0/24" : "10.99.1.0/24";
    }),
    mutant(stack, "backups go to the own site", (model) => {
      if (model.backupSite === undefined) model.site.services.backup = ["172.31.1.44"];
      else model.backupSite.services.backup = model.site.services.backup;
    }),
    mutant(stack, "logs go somewhere else", (model) => (model.site.services.logs = ["198.51.100.9"])),
    ...zones.flatMap(({ name }: Body, index: number) => [
      mutant(stack, `zone ${name} is on another VLAN`, (model) => (model.zones[index].vlan += 1)),
      mutant(
        stack,
        `zone ${name} is another's network`,
        (model) => (model.zones[index].networks = ["10.20.16.0/25"]),
      ),
    ]),
    ...admins.flatMap(({ login }: Body, index: number) => [
      mutant(stack, `${login} is gone`, (model) => model.admins.splice(index, 1)),
      mutant(stack, `${login} has access for ever`, (model) => (model.admins[index].until = "2099-12-31")),
      mutant(stack, `${login} has another's key`, (model) => {
        model.admins[index].sshKey = model.admins[(index + 1) % model.admins.length].sshKey;
      }),
      mutant(stack, `${login} has another's tunnel`, (model) => {
        model.admins[index].wireguardKey = model.admins[(index + 1) % model.admins.length].wireguardKey;
      }),
      mutant(stack, `${login} is a team`, (model) => (model.admins[index].person = "Team")),
    ]),
    ...(client === undefined ? [] : clientMutants(stack, client)),
  ];
}

function clientMutants(stack: string, { whitelist }: Body): readonly Mutant[] {
  return [
    mutant(stack, "the client's data is class 2", (model) => (model.client.classification = 2)),
    mutant(stack, "the client's data is of another class", (model) => {
      model.client.classification = model.client.classification === 3 ? 4 : 3;
    }),
    mutant(stack, "the application is for everybody", (model) => {
      model.client.exposure = model.client.exposure === "public" ? "closed" : "public";
    }),
    mutant(stack, "maintenance is all day", (model) => (model.client.maintenance.end = "24:00")),
    mutant(
      stack,
      "maintenance is at the weekend",
      (model) => (model.client.maintenance.days = ["Sat", "Sun"]),
    ),
    mutant(stack, "the client is another", (model) => (model.client.name = "somebody")),
    mutant(stack, "backups are at the own site", (model) => (model.client.backupSite = model.site.name)),
    ...whitelist.flatMap(({ network }: Body, index: number) => [
      mutant(
        stack,
        `whitelist entry ${network} has ended`,
        (model) => (model.client.whitelist[index].until = "2026-01-01"),
      ),
      mutant(
        stack,
        `whitelist entry ${network} has no owner`,
        (model) => delete model.client.whitelist[index].owner,
      ),
      mutant(stack, `whitelist entry ${network} is wide`, (model) => {
        model.client.whitelist[index].network = network.includes(":") ? "2000::/3" : "128.0.0.0/2";
      }),
    ]),
  ];
}

function mutant(stack: string, what: string, change: (model: Body) => unknown): Mutant {
  return {
    name: `${stack}: model: ${what}`,
    stack,
    change: (fleet) => void change(fleet.stack(stack).model),
  };
}
