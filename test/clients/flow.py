"""A connector and an anonymous consumer with Python's standard library, as one writes them for LivePerson itself."""
import json
import os
import urllib.parse
import urllib.request

ACCOUNT = os.environ["LP_ACCOUNT"]


def ask(url, body=None, headers=None, method="POST"):
    data = None if body is None else body.encode()
    request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def connector():
    services = ask(f"https://api.liveperson.net/api/account/{ACCOUNT}/service/baseURI.json?version=1.0", method="GET")
    hosts = {entry["service"]: entry["baseURI"] for entry in services["baseURIs"]}
    form = urllib.parse.urlencode({"client_id": os.environ["LP_CLIENT_ID"], "client_secret": os.environ["LP_CLIENT_SECRET"]})
    app_jwt = ask(f"https://{hosts['sentinel']}/sentinel/api/account/{ACCOUNT}/app/token?v=1.0&grant_type=client_credentials", form)["access_token"]
    headers = {"Authorization": app_jwt, "Content-Type": "application/json"}
    consumer_jws = ask(f"https://{hosts['idp']}/api/account/{ACCOUNT}/consumer?v=1.0", json.dumps({"ext_consumer_id": "python"}), headers)["token"]
    headers["X-LP-ON-BEHALF"] = consumer_jws
    url = f"https://{hosts['asyncMessagingEnt']}/api/account/{ACCOUNT}/messaging/consumer/conversation"
    created = ask(f"{url}?v=3", json.dumps([
        {"kind": "req", "id": "1,", "type": "userprofile.SetUserProfile", "body": {}},
        {"kind": "req", "id": "2,", "type": "cm.ConsumerRequestConversation", "body": {"brandId": ACCOUNT}},
    ]), headers)
    event = {"type": "ContentEvent", "contentType": "text/plain", "message": "Hello"}
    body = {"dialogId": created[1]["body"]["conversationId"], "event": event}
    sent = ask(f"{url}/send?v=3", json.dumps({"kind": "req", "id": "1", "type": "ms.PublishEvent", "body": body}), headers)
    return [app_jwt, consumer_jws, sent]


def anonymous():
    headers = {"Content-Type": "application/json"}
    authorize = f"https://va.idp.liveperson.net/api/account/{ACCOUNT}/anonymous/authorize"
    authenticate = f"https://va.idp.liveperson.net/api/account/{ACCOUNT}/app/{os.environ['LP_CONN_ID']}/authenticate?v=3.0"
    external = ask(authorize, headers=headers)["token"]
    refreshed = ask(authorize, json.dumps({"id_token": external}), headers)["token"]
    return [external, refreshed, ask(authenticate, json.dumps({"id_token": refreshed}), headers)["token"]]


print(json.dumps({"connector": connector(), "anonymous": anonymous()}))
