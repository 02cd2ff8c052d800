"""Signs messages with OpenLEADR, or holds messages against its checks. One JSON question on stdin, one answer.

{"sign": [[key, message type, arguments], ...]}  -> [{"message": text}, ...]
{"verify": [text, ...]}                          -> [{"error": text or null}, ...]
"""
import json
import sys

from openleadr.messaging import create_message, validate_xml_schema, validate_xml_signature

keys = sys.argv[1]
question = json.load(sys.stdin)


def content(name):
    with open(f"{keys}/{name}", "rb") as file:
        return file.read()


def verdict(text):
    try:
        validate_xml_signature(validate_xml_schema(text))
        return None
    except Exception as error:  # Whatever it is: the test shows it.
        return f"{type(error).__name__}: {error}"


if "sign" in question:
    answer = [
        {"message": create_message(kind, cert=content(f"{key}.pem"), key=content(f"{key}.key"), **arguments)}
        for key, kind, arguments in question["sign"]
    ]
else:
    answer = [{"error": verdict(text)} for text in question["verify"]]
json.dump(answer, sys.stdout)
