#!/bin/sh
# The front end: a page from the back end's messages, with the title of the ConfigMap; a form posts a new one.
echo "Content-Type: text/html"
echo
if [ "$REQUEST_METHOD" = POST ]; then
  head -c "${CONTENT_LENGTH:-0}" >/tmp/post.$$
  wget -q -O /dev/null --header "X-Token: $TOKEN" --post-file=/tmp/post.$$ "http://$BACKEND/cgi-bin/messages"
  rm -f /tmp/post.$$
fi
echo "<html><head><title>$TITLE</title></head><body><h1>$TITLE</h1><pre>"
wget -q -O - "http://$BACKEND/cgi-bin/messages" | sed 's/&/\&amp;/g; s/</\&lt;/g' || echo "the back end does not answer"
echo "</pre><form method=post><input name=message><input type=submit></form><p>served by $(hostname)</p></body></html>"
