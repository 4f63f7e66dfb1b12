#!/bin/sh
# The API container: keeps no data; asks the store, its neighbour in the pod, over localhost.
if [ "$REQUEST_METHOD" = POST ]; then
  if [ "$HTTP_X_TOKEN" != "$TOKEN" ]; then
    printf 'Status: 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nforbidden\n'
    exit 0
  fi
  head -c "${CONTENT_LENGTH:-0}" >/tmp/post.$$
  wget -q -O /dev/null --post-file=/tmp/post.$$ "http://127.0.0.1:9000/cgi-bin/store"
  rm -f /tmp/post.$$
fi
printf 'Content-Type: text/plain\r\n\r\n'
wget -q -O - "http://127.0.0.1:9000/cgi-bin/store"
echo "$(wc -l </data/messages 2>/dev/null || echo 0) messages in the volume"
