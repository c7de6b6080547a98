import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { findSecrets } from "../../../lib/controls/secrets/find-secrets";
import { secretIn } from "../../../lib/model/kubernetes/secret-text";
import { checkSetting } from "../../../lib/model/kubernetes/setting";
import { mistakeOf } from "../../support/errors";

// Put together here, so that this file holds nothing that looks like a secret.
const PEM = ["-----BEGIN", "RSA PRIVATE KEY-----"].join(" ");
const HEX = "9f86d081884c7d659a2feaa0c55ad015";
const RANDOM = ["kJ8sQ2vX", "7mNp4RtZ", "1bYc9LdW"].join("");

describe("a plain setting is no secret", () => {
  test.each([
    ["LOG_LEVEL", "info"],
    ["DATABASE_URL", "postgres://zorgplein@database.internal:5432/zorgplein"],
    ["DATABASE_PASSWORD_FILE", "/run/secrets/database-password"],
    ["TOKEN_TTL", "3600"],
    ["TOKEN_URL", "https://login.example.nl/oauth/token"],
    ["PASSWORD_MIN_LENGTH", "14"],
    ["SECRET_STORE_ENABLED", "true"],
    ["API_KEY_HEADER", "X-Api-Key"],
    ["KEYBOARD", "qwerty"],
    ["MONKEY", "curious"],
    ["RELEASE", "2.4.1-rc.12+build.20270115"],
    ["FEATURES", "appointments,prescriptions,letters-to-practitioners"],
    ["HEAP", "-XX:MaxRAMPercentage=75.0 -XX:+UseG1GC"],
    ["GREETING", "Welkom op het zorgplein! Maak hier uw afspraak van 8:00 tot 17:30 uur."],
    ["CLASS_NAME", "nl.zorgplein.appointments.AppointmentServiceFactoryBean"],
    ["HELPER_IMAGE", `registry.example.nl/verne/helper:1.0@sha256:${HEX}${HEX}`],
    ["PARTNER_CERTIFICATE", `-----BEGIN CERTIFICATE-----\n${RANDOM}\n-----END CERTIFICATE-----`],
    ["EMPTY", ""],
    ["USE_TOKEN", "false"],
    ["TOKENS_KEPT", "12"],
    ["SIGNING_KEY_ID", "2027-01"],
    ["COMPASS", "north"],
    ["BYPASS", "static"],
    ["passThrough", "images"],
    ["JDBC_URL", "jdbc:postgresql://database:5432/zorgplein?sslmode=verify-full"],
    ["OPTIONS", '{"level":"info","colours":false}'],
    ["ERRORS_TO", "https://errors.example.nl/api/42"],
  ])("%s=%s", (name, value) => {
    expect(secretIn(name, value)).toBeUndefined();
    expect(checkSetting(name, value)).toBe(value);
  });

  test.each([
    ["DATABASE_PASSWORD", "sesame", "by its name"],
    ["DB_PASS_PHRASE_PASSPHRASE", "open sesame", "by its name"],
    ["wachtwoord", "sesam", "by its name"],
    ["SESSION_SECRET", "abcdef", "by its name"],
    ["API_KEY", "abc", "by its name"],
    ["ApiToken", "abcdef", "by its name"],
    ["SIGNING_KEY", "abcdef", "by its name"],
    ["REDIS_PWD", "hunter", "by its name"],
    ["HASH_SALT", "pepper", "by its name"],
    ["AWS_SECRET_ACCESS_KEY", "abcdef", "by its name"],
    ["SMTP_PASS", "hunter2", "by its name"],
    ["dbPass", "hunter2", "by its name"],
    ["mailPwd", "hunter2", "by its name"],
    ["MAIL_CREDS", "hunter2", "by its name"],
    ["DB_PASSWORD", "12345", "by its name"],
    ["SNMP_COMMUNITY", "public-house", "by its name"],
    ["CERTIFICATE", `${PEM}\nMII`, "a private key"],
    ["DATABASE_URL", "postgres://zorgplein:hunter2@database:5432/zorgplein", "a password in it"],
    ["DATABASE_URL", "postgresql://database/zorgplein?user=web&password=hunter2", "a connection string"],
    ["CACHE", "rediss://:hunter2@cache:6379/0", "a password in it"],
    ["OPTIONS", '{"apiToken":"hunter22","level":"info"}', "by a name in it"],
    ["OPTIONS", '{"level":"info","mail":[{"host":"relay","password":"hunter22"}]}', "by a name in it"],
    ["JAVA_OPTS", "-Xmx1g -Djavax.net.ssl.trustStorePassword=changeit", "by a name in it"],
    ["NOTIFY", ["https://hooks.slack", "com/services/T0/B0/abcdefgh"].join("."), "a token of Slack"],
    ["ERRORS_TO", `https://${HEX}@errors.example.nl/42`, "a token of Sentry"],
    ["QUEUE", "amqp://mail:hunter2@queue.internal:5671", "a password in it"],
    ["DATABASE", "Server=db;User=app;Password=hunter2;", "a connection string"],
    ["AUTHORIZATION", "Bearer abcdefghijklmnopqrstuvwx", "credentials for HTTP"],
    ["ASSERTION", ["eyJhbGciOiJI", "eyJzdWIiOiIx", "c2lnbmF0dXJl"].join("."), "a JSON web token"],
    ["CLOUD", ["AKIA", "IOSFODNN7EXAMPLE"].join(""), "a key of AWS"],
    ["SCANNER", ["ghp_", "a".repeat(36)].join(""), "a token of GitHub"],
    ["ADMIN", ["$2b$", "10$abcdefghijklmnopqrstuv"].join(""), "the hash of a password"],
    ["OPTIONS", Buffer.from('{"password":"hunter22"}').toString("base64"), "in base64"],
    ["SEED", HEX, "drawn by lot"],
    ["SEED", `sha256:${HEX}${HEX} ${HEX}`, "drawn by lot"],
    ["SEED", `v1:${RANDOM}`, "drawn by lot"],
  ])("refuses %s, whose value %s", (name, value, problem) => {
    const mistake = mistakeOf(() => checkSetting(name, value));
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).toContain("/run/secrets");
    expect(JSON.stringify(mistake)).not.toContain(value);
  });

  test("whatever the rules would find of it in the finished stack", () => {
    const names = fc.constantFrom(
      "LOG_LEVEL",
      "DB_PASSWORD",
      "apiToken",
      "TOKEN_URL",
      "SNMP_COMMUNITY",
      "privatekey",
    );
    const parts = [
      ...[
        "password",
        "api_key",
        "token",
        "secret",
        "=",
        ":",
        ": ",
        '"',
        "--",
        " ",
        "\n",
        "{",
        "}",
        ",",
        "/",
        "5",
      ],
      ...["hunter22", "true", "https://", "a:b1c2@host", "redis://:x@y", PEM, RANDOM, HEX],
      ...[["glpat-", "a".repeat(20)].join(""), Buffer.from("token=hunter22\n").toString("base64")],
    ];
    const texts = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((some) => some.join(""));
    fc.assert(
      fc.property(names, texts, (name, text) => {
        const found = findSecrets({ [name]: text }).filter(({ where }) => !where.includes(", the name,"));
        const isCertain = found.some(({ token }) => token === undefined);
        return !isCertain || secretIn(name, text) !== undefined;
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["", "1ST", "LOG-LEVEL", "LOG LEVEL", "LOG=LEVEL", "é", "A".repeat(129)])(
    "refuses the name %j",
    (name) => {
      const mistake = mistakeOf(() => checkSetting(name, "info"));
      expect(mistake).toMatchObject({ value: JSON.stringify(name), remedy: "write for example LOG_LEVEL" });
    },
  );

  test("never repeats what is no text and may be a secret", () => {
    for (const value of [1234567, ["hunter2"], { password: "hunter2" }, new Map()]) {
      expect(mistakeOf(() => checkSetting("DB_PASSWORD", value)).value).toBe("(not shown)");
    }
    expect(mistakeOf(() => checkSetting("DB", { password: "hunter2" })).value).toBe("(not shown)");
    expect(mistakeOf(() => checkSetting("DB_PASSWORD", undefined)).value).toBe("(missing)");
    expect(mistakeOf(() => checkSetting("MODES", ["a", 1])).value).toBe('["a",1]');
  });

  test("refuses what is no text, and more than a setting", () => {
    expect(mistakeOf(() => checkSetting("PORT", 8080)).value).toBe("8080");
    expect(mistakeOf(() => checkSetting("TEXT", "a b ".repeat(1025))).value).toBe("(4100 bytes)");
    expect(checkSetting("TEXT", "a b ".repeat(1024))).toHaveLength(4096);
  });
});
