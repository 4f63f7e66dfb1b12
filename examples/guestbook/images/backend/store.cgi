#!/bin/sh
# The store container: one line a message in the volume that both containers share.
if [ "$REQUEST_METHOD" = POST ]; then
  { head -c "${CONTENT_LENGTH:-0}" | sed 's/^message=//' | tr '+' ' '; echo; } >>/data/messages
fi
printf 'Content-Type: text/plain\r\n\r\n'
cat /data/messages 2>/dev/null
