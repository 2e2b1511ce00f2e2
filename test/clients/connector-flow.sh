#!/bin/sh
# A connector in the shell, as one writes it for LivePerson itself: look-up, AppJWT, ConsumerJWS, Send API.
set -eu
export LC_ALL=C

lookup() { curl -sS "http://api.liveperson.net/api/account/$LP_ACCOUNT/service/$1/baseURI.json?version=1.0" | jq -r .baseURI; }

SENTINEL=$(lookup sentinel)
IDP=$(lookup idp)
SEND=$(lookup asyncMessagingEnt)

APP_JWT=$(curl -sS -X POST "https://$SENTINEL/sentinel/api/account/$LP_ACCOUNT/app/token?v=1.0&grant_type=client_credentials" \
  -d "client_id=$LP_CLIENT_ID&client_secret=$LP_CLIENT_SECRET" | jq -r .access_token)
CONSUMER_JWS=$(curl -sS -X POST "https://$IDP/api/account/$LP_ACCOUNT/consumer?v=1.0" \
  -H "Authorization: $APP_JWT" -H 'Content-Type: application/json' -d '{"ext_consumer_id":"shell"}' | jq -r .token)
ask() { curl -sS -X POST "https://$SEND/api/account/$LP_ACCOUNT/messaging/consumer/conversation$1?v=3" \
  -H "Authorization: $APP_JWT" -H "X-LP-ON-BEHALF: $CONSUMER_JWS" -H 'Content-Type: application/json' -d "$2"; }
CONVERSATION=$(ask '' '[{"kind":"req","id":"1,","type":"userprofile.SetUserProfile","body":{}},{"kind":"req","id":"2,","type":"cm.ConsumerRequestConversation","body":{"brandId":"'"$LP_ACCOUNT"'"}}]' \
  | jq -r '.[1].body.conversationId')
SENT=$(ask /send '{"kind":"req","id":"1","type":"ms.PublishEvent","body":{"dialogId":"'"$CONVERSATION"'","event":{"type":"ContentEvent","contentType":"text/plain","message":"Hello"}}}')
CLOSED=$(ask /send '{"kind":"req","id":"2","type":"cm.UpdateConversationField","body":{"conversationId":"'"$CONVERSATION"'","conversationField":{"field":"ConversationStateField","conversationState":"CLOSE"}}}')
printf '%s\n' "$SENTINEL $IDP $SEND" "$APP_JWT" "$CONSUMER_JWS" "$SENT" "$CLOSED"
