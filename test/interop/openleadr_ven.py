"""OpenLEADR's VEN against a bench: openleadr_ven.py <url> <name> <optIn|optOut> <seconds> [<cert> <key> <ca>]

It offers power and energy of a load that takes 5 kW, less 20 % at each level of a SIMPLE signal.
"""
import asyncio
import sys
from datetime import datetime, timedelta, timezone

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


async def main(url: str, name: str, opt: str, seconds: float, cert=None, key=None, ca_file=None) -> None:
    client = OpenADRClient(
        ven_name=name,
        vtn_url=url,
        allow_jitter=False,
        cert=cert,
        key=key,
        ca_file=ca_file,
        # It would sign every message as soon as it has a key.
        disable_signature=True,
    )
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


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), *sys.argv[5:8]))
