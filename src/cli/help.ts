/** What `--help` shows: 80 columns, 40 lines. */
export const help: string = `Usage: millrace URL [options]               read an event stream
       millrace replay FILE [options]       serve a recording on 127.0.0.1
       millrace load URL [-c N] [-m S]      read it N times at once, and measure
       millrace migrate [PATH] [--write]    switch code from another client

Examples:
  millrace https://example.com/events
  millrace -H @env:TOKEN --format json https://example.com/feed | jq .data
  millrace --json '{"stream":true}' --until '[DONE]' https://example.com/chat
  millrace --record feed.jsonl -m 60 https://example.com/feed
  millrace replay feed.jsonl --port 8080 --drop-every 10

Request, as in curl:
  -H 'NAME: VALUE', -H @env:VARIABLE, -H @cmd:COMMAND (run before each attempt)
  -X METHOD   -d DATA   -d @FILE   -d @-   --json DATA   -u USER:PASSWORD
  -b NAME=VALUE   -A AGENT   -x PROXY   -k   --cacert FILE
  --connect-timeout S   -m, --max-time S   --retry N

Stream:
  --last-event-id ID        resume from there; --last-event-id-param NAME
  --idle-timeout S          without a byte; --event-timeout S without an event
  --retry-status LIST       come back after these statuses, or 'transient'
  --no-reconnect            one attempt
  --until TEXT              end at the event with this data
  --max-events N            end after so many events
  --event TYPE              only events of this type; may be repeated

Output:
  --format FORMAT           pretty (on a terminal), data (elsewhere), json, raw
  --timestamps              when each event came
  -o FILE   -s   -S   -v    as in curl; -v shows no credential
  --fail-with-body          write the body of a refused answer
  --stats                   figures at the end, on standard error
  --exec COMMAND            run it for each event, the data on its input
  --record FILE             write down what comes, for replay

replay: --port N   --speed X   --drop-every N   --once   -s
Exit: 0 done, 1 failed, 2 usage, 22 refused status, 28 timeout, 130 Ctrl-C
`
