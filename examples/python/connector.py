"""A connector, as one writes it for LivePerson: it knows where the Domain API is, and looks up everything else."""
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request


class Connector:
    def __init__(self, account, client_id, client_secret, domain_api="api.liveperson.net", trust=None):
        self.account, self.client_id, self.client_secret = account, client_id, client_secret
        self.domain_api = domain_api
        self.trust = trust or ssl.create_default_context()
        self._hosts, self._app_jwt, self._consumer_jws, self._conversation = {}, None, None, None

    def say(self, message):
        """Says something as a consumer, and opens a conversation first if there is none. Gives the sequence."""
        if self._conversation is None:
            open_it = [
                {"kind": "req", "id": "1", "type": "userprofile.SetUserProfile", "body": {}},
                {"kind": "req", "id": "2", "type": "cm.ConsumerRequestConversation", "body": {"brandId": self.account}},
            ]
            self._conversation = self._as_consumer("?v=3", open_it)[1]["body"]["conversationId"]
        event = {"type": "ContentEvent", "contentType": "text/plain", "message": message}
        publish = {"dialogId": self._conversation, "event": event}
        sent = self._as_consumer("/send?v=3", {"kind": "req", "id": "1", "type": "ms.PublishEvent", "body": publish})
        return sent["body"]["sequence"]

    def _as_consumer(self, path, body):
        return self._ask(
            "asyncMessagingEnt",
            f"/messaging/consumer/conversation{path}",
            body,
            lambda: {"Authorization": self._token(), "X-LP-ON-BEHALF": self._consumer()},
        )

    def _token(self):
        if self._app_jwt is None:
            form = urllib.parse.urlencode({"client_id": self.client_id, "client_secret": self.client_secret})
            path = f"/sentinel/api/account/{self.account}/app/token?v=1.0&grant_type=client_credentials"
            self._app_jwt = self._send("POST", self._host_of("sentinel") + path, form.encode(), {})["access_token"]
        return self._app_jwt

    def _consumer(self):
        if self._consumer_jws is None:
            headers = lambda: {"Authorization": self._token()}
            self._consumer_jws = self._ask("idp", "/consumer?v=1.0", {"ext_consumer_id": "Jane"}, headers)["token"]
        return self._consumer_jws

    def _ask(self, service, path, body, headers):
        """Tries twice: with new tokens when they were refused, and as it is when LivePerson is busy."""
        url = f"{self._host_of(service)}/api/account/{self.account}{path}"
        for is_last in (False, True):
            try:
                json_headers = {"Content-Type": "application/json", **headers()}
                return self._send("POST", url, json.dumps(body).encode(), json_headers)
            except urllib.error.HTTPError as error:
                if is_last or (error.code != 401 and error.code != 429 and error.code < 500):
                    raise
                if error.code == 401:
                    self._app_jwt = self._consumer_jws = None

    def _host_of(self, service):
        if service not in self._hosts:
            path = f"/api/account/{self.account}/service/{service}/baseURI.json?version=1.0"
            found = self._send("GET", f"https://{self.domain_api}{path}", None, {})
            self._hosts[service] = f"https://{found['baseURI']}"
        return self._hosts[service]

    def _send(self, method, url, data, headers):
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, context=self.trust) as response:
            return json.load(response)
