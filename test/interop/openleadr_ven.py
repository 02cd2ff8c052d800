"""OpenLEADR's VEN against a bench: openleadr_ven.py <url> <name> <optIn|optOut> <seconds> [<option=value> ...]

It offers power and energy of a load that takes 5 kW, less 20 % at each level of a SIMPLE signal.
Options: cert=, key= and ca= (files) for TLS; sign=all (it signs and registers so), sign=plain (it signs, and registers without
oadrXmlSignature), sign=broken (one digit of each signature is another); vtn=<fingerprint> with which the VTN must sign.
"""
import asyncio
import re
import sys
from datetime import datetime, timedelta, timezone
from functools import partial

from openleadr import OpenADRClient, objects

RATED = 5000.0


class Load:
    """What is measured."""

    def __init__(self):
        self.events = {}
        self.energy = 0.0
        self.at = datetime.now(timezone.utc)

    def take(self, event):
        descriptor = event["event_descriptor"]
        if descriptor["event_status"] in ("cancelled", "completed"):
            self.events.pop(descriptor["event_id"], None)
        else:
            self.events[descriptor["event_id"]] = event

    def level(self, now):
        """The highest SIMPLE level of this moment."""
        levels = [0]
        for event in self.events.values():
            for signal in event["event_signals"]:
                if signal["signal_name"] != "SIMPLE":
                    continue
                start = event["active_period"]["dtstart"]
                for interval in signal["intervals"]:
                    end = start + interval["duration"]
                    if start <= now < end:
                        levels.append(interval["signal_payload"])
                    start = end
        return max(levels)

    def power(self):
        """W."""
        now = datetime.now(timezone.utc)
        return RATED * (1 - 0.2 * self.level(now))

    def consumed(self):
        """Wh since the start."""
        now = datetime.now(timezone.utc)
        self.energy += self.power() * (now - self.at).total_seconds() / 3600
        self.at = now
        return self.energy


def broken(create_message):
    """Makes messages as OpenLEADR does, with another second character in the value of each signature."""

    def create(*args, **kwargs):
        message = create_message(*args, **kwargs)
        other = lambda found: found[1] + ("B" if found[2] == "A" else "A")
        return re.sub(r"(<(?:\w+:)?SignatureValue>\s*\S)(\S)", other, message, count=1)

    return create


async def main(url: str, name: str, opt: str, seconds: float, cert=None, key=None, ca=None, sign=None, vtn=None) -> None:
    client = OpenADRClient(
        ven_name=name,
        vtn_url=url,
        allow_jitter=False,
        cert=cert,
        key=key,
        ca_file=ca,
        vtn_fingerprint=vtn,
        # It would sign every message as soon as it has a key.
        disable_signature=sign is None,
    )
    if sign == "all":
        client.create_party_registration = partial(client.create_party_registration, xml_signature=True)
    if sign == "broken":
        client._create_message = broken(client._create_message)
    load = Load()

    async def on_event(event):
        print("event", event["event_descriptor"]["event_id"], event["event_descriptor"]["event_status"], flush=True)
        if opt == "optIn":
            load.take(event)
        return opt

    async def on_update_event(event):
        print("update", event["event_descriptor"]["event_id"], event["event_descriptor"]["event_status"], flush=True)
        if opt == "optIn":
            load.take(event)
        return opt

    client.add_handler("on_event", on_event)
    client.add_handler("on_update_event", on_update_event)
    sampling = objects.SamplingRate(min_period=timedelta(seconds=1), max_period=timedelta(hours=1), on_change=False)
    points = [("power", load.power, "power_real"), ("energy", load.consumed, "energy_real")]
    for r_id, callback, measurement in points:
        client.add_report(
            callback,
            resource_id="load",
            measurement=measurement,
            report_specifier_id="telemetry",
            r_id=r_id,
            report_duration=timedelta(hours=1),
            sampling_rate=sampling,
        )
    task = asyncio.create_task(client.run())
    await asyncio.sleep(seconds)
    task.cancel()


options = dict(word.split("=", 1) for word in sys.argv[5:])
asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), **options))
