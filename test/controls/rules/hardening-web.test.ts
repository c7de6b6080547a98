import { OneServer, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const OTHER = new OneServer("zorgplein-production", "web_1");
const NGINX = "/etc/nginx/nginx.conf";
const HEADERS = "/etc/nginx/snippets/straat-headers.conf";
const WELCOME = "/etc/nginx/sites-enabled/default";
const ROTATION = "/etc/logrotate.d/nginx";

describeRule("web-tells-little", {
  judges: [WEB.id, OTHER.id],
  breaches: [
    ...[
      "  server_tokens off;",
      "user www-data;",
      "    return 444;",
      "    ssl_reject_handshake on;",
      "    listen 80 default_server;",
      "    listen [::]:443 ssl http2 default_server;",
      "  include /etc/nginx/conf.d/*.conf;",
    ].map((line) =>
      WEB.breach(`nothing says ${line.trim()}`, /nginx\.conf does not say/, WEB.withoutLine(NGINX, line)),
    ),
    WEB.breach(
      "names that are not ours are answered",
      /says return 200 for names that are not ours/,
      WEB.file(NGINX, "    return 444;", "    return 444;\n    return 200;"),
    ),
    WEB.breach(
      "another site is in the main file",
      /has 2 servers, and 1 is right/,
      WEB.file(
        NGINX,
        "  include /etc/nginx/conf.d",
        "  server { listen 8080; }\n  include /etc/nginx/conf.d",
      ),
    ),
    WEB.breach(
      "the package's own page is there",
      /sites-enabled\/default says server/,
      WEB.file(WELCOME, /^/, "server { listen 8081; root /var/www/html; }\n"),
    ),
    WEB.breach("the package puts its own page there", /default is not there/, (machine) =>
      machine.file(WELCOME, () => undefined),
    ),
    WEB.breach(
      "browsers guess what a file is",
      /has no line add_header X-Content-Type-Options/,
      WEB.file(HEADERS, /.*nosniff.*\n/, ""),
    ),
    WEB.breach(
      "a header takes another one's place",
      /says add_header Access-Control-Allow-Origin/,
      WEB.file(HEADERS, /$/, 'add_header Access-Control-Allow-Origin "*" always;\n'),
    ),
    WEB.breach("browsers are told nothing", /straat-headers\.conf is not there/, (machine) =>
      machine.file(HEADERS, () => undefined),
    ),
  ],
  allows: [WEB.allows("a file has a comment more", WEB.file(WELCOME, /^/, "# Nothing.\n"))],
});

describeRule("web-is-not-drowned", {
  judges: [WEB.id, OTHER.id],
  breaches: [
    ...[
      "client_header_timeout 10s",
      "client_body_timeout 30s",
      "large_client_header_buffers 4 16k",
      "client_max_body_size 16m",
      "limit_conn straat_connections 200",
      "limit_conn_status 429",
      "limit_req_status 429",
    ].map((line) =>
      WEB.breach(`nothing says ${line}`, /nginx\.conf sets no/, WEB.withoutLine(NGINX, `  ${line};`)),
    ),
    WEB.breach(
      "headers may take an hour",
      /sets client_header_timeout to 1h, which is no bound/,
      WEB.file(NGINX, "client_header_timeout 10s", "client_header_timeout 1h"),
    ),
    WEB.breach(
      "a body may be of any size",
      /sets client_max_body_size to 0/,
      WEB.file(NGINX, "client_max_body_size 16m", "client_max_body_size 0"),
    ),
    WEB.breach(
      "an address may have any number of connections",
      /sets limit_conn to straat_connections 100000/,
      WEB.file(NGINX, "straat_connections 200", "straat_connections 100000"),
    ),
    WEB.breach(
      "an address may ask without end",
      /limit_req_zone .* which is no bound/,
      WEB.file(NGINX, "rate=20r/s", "rate=20000r/s"),
    ),
    WEB.breach(
      "logs of visits grow for ever",
      /has no line rotate 14/,
      WEB.withoutLine(ROTATION, "    rotate 14"),
    ),
    WEB.breach(
      "everybody reads the logs of visits",
      /has no line create 0640/,
      WEB.file(ROTATION, "create 0640", "create 0644"),
    ),
  ],
  allows: [
    WEB.allows(
      "an address may have fewer connections",
      WEB.file(NGINX, "straat_connections 200", "straat_connections 50"),
    ),
  ],
});
