import { OneServer, swap } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const REPOSITORY = new OneServer("platform-alkmaar", "backup_1");
const breach = REPOSITORY.breachIn;

const BOTH = [REPOSITORY.id, "platform-amsterdam/vsphere_virtual_machine.backup_1"];
const SETTINGS = "/etc/straat/backup-repository";
const FORGET = "/usr/local/lib/straat/repository-forget";

const unit = (name: string) => `/etc/systemd/system/${name}`;
const notStarted = (name: string) => swap(new RegExp(`^.*enable --now ${name}\\n`, "m"), "");

describeRule("backup-kept-as-promised", {
  judges: BOTH,
  breaches: [
    breach(
      "nights are fewer",
      SETTINGS,
      swap("keep_days='21'", "keep_days='20'"),
      /keep_days 20, and 21 days/,
    ),
    breach("weeks are fewer", SETTINGS, swap("days='42'", "days='35'"), /keep_weeks_days 35, and 42 days/),
    breach("backups are kept for longer", SETTINGS, swap("days='42'", "days='420'"), /keep_weeks_days 420/),
    breach(
      "weeks are counted instead",
      FORGET,
      swap(/--keep-within-weekly "[^"]*"/, "--keep-weekly 6"),
      /keeps .*--keep-weekly 6/,
    ),
    breach(
      "the last one alone is kept",
      FORGET,
      swap(/--keep-within-daily "[^"]*"/, "--keep-last 1"),
      /keeps --keep-last 1/,
    ),
    breach("a setting is gone", SETTINGS, swap(/^keep_days.*\n/m, ""), /says nothing of keep_days/),
    breach(
      "nothing is forgotten",
      "/etc/straat/first-boot",
      notStarted("straat-repository-forget.timer"),
      /is not started/,
    ),
    breach(
      "forgetting fails in silence",
      unit("straat-repository-forget.service"),
      swap(/^OnFailure.*\n/m, ""),
      /fails without an alarm/,
    ),
  ],
});

const FRONT = "/etc/straat/backup-front.conf";
const STORE = unit("straat-backup-store.service");

describeRule("backup-is-append-only", {
  judges: BOTH,
  breaches: [
    breach("the store is not append-only", STORE, swap(" --append-only", ""), /the store is not append-only/),
    breach("the store listens everywhere", STORE, swap("127.0.0.1", "0.0.0.0"), /listens to others/),
    breach(
      "the store is another program",
      STORE,
      swap("rclone serve restic", "rclone serve webdav"),
      /the store is .*webdav/,
    ),
    breach(
      "the store keeps things elsewhere",
      STORE,
      swap(/\/srv\/data\/backup\/repositories\n/, "/srv/data\n"),
      /in \/srv\/data/,
    ),
    breach(
      "the store is in the network",
      STORE,
      swap("PrivateNetwork=yes", "PrivateNetwork=no"),
      /Service\.PrivateNetwork yes/,
    ),
    breach("the store reads passwords", STORE, swap(/^Inaccessible.*\n/m, ""), /Service\.InaccessiblePaths/),
    breach(
      "the store is root",
      STORE,
      swap("User=straat-backup-store", "User=root"),
      /Service\.User straat-backup-store/,
    ),
    breach(
      "the front writes to the store's folder",
      unit("straat-backup-front.service"),
      swap(/^Inaccessible.*\n/m, ""),
      /front\.service does not say/,
    ),
    breach(
      "others may speak to the store",
      unit("straat-backup-store.socket"),
      swap("0600", "0666"),
      /SocketMode 0600/,
    ),
    breach(
      "no certificate is asked for",
      FRONT,
      swap("ssl_verify_client on;", "ssl_verify_client optional;"),
      /no line ssl_verify_client on/,
    ),
    breach(
      "certificates are of anybody",
      FRONT,
      swap("/etc/straat/tls/ca.pem", "/etc/ssl/certs/ca-certificates.crt"),
      /ssl_client_certificate/,
    ),
    breach(
      "a second setting takes the first back",
      FRONT,
      swap("location / {", "ssl_verify_client off;\nlocation / {"),
      /more than once/,
    ),
    breach(
      "who comes in is let to others' backups",
      FRONT,
      swap("if ($whose != $named) {\n        return 403;", "if ($whose != $named) {\n        set $a b;"),
      /does set \$a b; after/,
    ),
    breach(
      "the name is not looked at",
      FRONT,
      swap(/ {6}if \(\$whose != \$named\) \{\n.*\n {6}\}\n/, ""),
      /no line if \(\$whose/,
    ),
    breach(
      "snapshots can be taken away",
      FRONT,
      swap("DELETE locks/", "DELETE (?:locks|snapshots)/"),
      /passes .*DELETE/,
    ),
    breach(
      "something more is passed on",
      FRONT,
      swap('"POST ?create=true"', '"~^DELETE .*$" $rest;\n    "POST ?create=true"'),
      /passes "~\^DELETE/,
    ),
    breach(
      "it answers without TLS",
      FRONT,
      swap("listen 8000 ssl;", "listen 8000;"),
      /no line listen 8000 ssl;/,
    ),
    breach(
      "old TLS is spoken",
      FRONT,
      swap("TLSv1.2 TLSv1.3", "TLSv1 TLSv1.2 TLSv1.3"),
      /no line ssl_protocols/,
    ),
    breach("passwords are written over", FRONT, swap('"PUT again"', '"GET again"'), /PUT again/),
    breach(
      "the package's own server runs",
      "/etc/straat/first-boot",
      swap(/^.*mask --now nginx.*\n/m, ""),
      /nginx\.service may run/,
    ),
    breach(
      "the front is not started",
      "/etc/straat/first-boot",
      notStarted("straat-backup-front.service"),
      /straat-backup-front\.service is not started/,
    ),
    breach(
      "it also answers elsewhere",
      FRONT,
      swap("root /srv", "listen 9000 ssl;\n    root /srv"),
      /says listen 9000 ssl;/,
    ),
    breach(
      "what is asked is not passed on",
      FRONT,
      swap(/^.*GET\|HEAD\|POST\) config.*\n/m, ""),
      /does not pass .*config/,
    ),
    breach("who came is not noted", FRONT, swap(/access_log .*/, "access_log off;"), /no line access_log/),
    breach(
      "the front writes where backups are",
      "/etc/tmpfiles.d/straat-backup.conf",
      swap("2770 straat-backup-store", "2770 straat-backup-front"),
      /no line d .*repositories/,
    ),
    breach(
      "somebody logs in as the keeper",
      "/etc/sysusers.d/straat-backup.conf",
      swap(/(keeper.*) \/usr\/sbin\/nologin/, "$1 /bin/bash"),
      /no account straat-backup-keeper/,
    ),
    breach(
      "a new certificate is never taken into use",
      unit("straat-backup-front.path"),
      swap("server.pem", "other.pem"),
      /front\.path does not say Path\.PathChanged/,
    ),
  ],
});
