#!/bin/sh
# An anonymous visitor: finds the connector, gets an LP_EXT_JWT, exchanges it for an LP_JWT, refreshes it.
# Needs curl and jq. Against a mock: npx --no lp-auth-mock run -- sh visitor.sh
set -eu

ACCOUNT=${LP_ACCOUNT:-12345678}

lookup() {
  curl -sS "https://api.liveperson.net/api/account/$ACCOUNT/service/$1/baseURI.json?version=1.0" | jq -r .baseURI
}

post() { # post <url> [body]
  curl -sS -X POST -H 'Content-Type: application/json' ${2:+-d "$2"} "$1"
}

IDP=$(lookup idp)
CONFIGURATION=$(lookup acCdnDomain)

CONNECTOR=$(curl -sS "https://$CONFIGURATION/api/account/$ACCOUNT/configuration/le-connectors/all-connectors" | jq \
  '.[] | select(.configuration.jsMethodName == "lpTag.taglets.unAuthMessaging.lpUnauthFunction") | .id')

EXT_JWT=$(post "https://$IDP/api/account/$ACCOUNT/anonymous/authorize" | jq -r .token)
LP_JWT=$(post "https://$IDP/api/account/$ACCOUNT/app/$CONNECTOR/authenticate?v=3.0" "{\"id_token\":\"$EXT_JWT\"}" | jq -r .token)
REFRESHED=$(post "https://$IDP/api/account/$ACCOUNT/anonymous/authorize" "{\"id_token\":\"$EXT_JWT\"}" | jq -r .token)

printf 'LP_EXT_JWT %s\nLP_JWT %s\nrefreshed %s\n' "$EXT_JWT" "$LP_JWT" "$REFRESHED"
