"""An anonymous consumer with the package websocket-client, as one writes it for LivePerson itself."""
import json
import os
import urllib.request

import websocket

ACCOUNT = os.environ["LP_ACCOUNT"]


def sign_up():
    request = urllib.request.Request(f"https://{os.environ['LP_IDP']}/api/account/{ACCOUNT}/signup", method="POST")
    with urllib.request.urlopen(request) as response:
        return json.load(response)["jwt"]


class Socket:
    def __init__(self, jwt):
        url = f"wss://{os.environ['LP_ASYNCMESSAGINGENT']}/ws_api/account/{ACCOUNT}/messaging/consumer?v=3"
        self.socket = websocket.create_connection(url, header=[f"Authorization: jwt {jwt}"])
        self.last_id = 0

    def until(self, is_it):
        while True:
            frame = json.loads(self.socket.recv())
            if is_it(frame):
                return frame

    def ask(self, kind, body):
        self.last_id += 1
        own = str(self.last_id)
        self.socket.send(json.dumps({"kind": "req", "id": own, "type": kind, "body": body}))
        return self.until(lambda frame: frame.get("reqId") == own)

    def close(self):
        self.socket.send_close(1000)
        opcode, data = self.socket.recv_data()
        assert opcode == websocket.ABNF.OPCODE_CLOSE
        return int.from_bytes(data[:2], "big")


consumer = Socket(sign_up())
conversation = consumer.ask("cm.ConsumerRequestConversation", {})["body"]["conversationId"]
consumer.ask("ms.SubscribeMessagingEvents", {"fromSeq": 0, "dialogId": conversation})
event = {"type": "ContentEvent", "contentType": "text/plain", "message": "Hello"}
sent = consumer.ask("ms.PublishEvent", {"dialogId": conversation, "event": event})
heard = consumer.until(lambda frame: "You said" in json.dumps(frame))
field = {"field": "ConversationStateField", "conversationState": "CLOSE"}
ended = consumer.ask("cm.UpdateConversationField", {"conversationId": conversation, "conversationField": field})
print(json.dumps({
    "sent": sent["body"],
    "heard": heard["body"]["changes"][-1]["event"]["message"],
    "ended": ended["body"],
    "closed": consumer.close(),
}))
