"""OpenLEADR's VEN against a bench: openleadr_ven.py <url> <name> <optIn|optOut> <seconds>"""
import asyncio
import sys

from openleadr import OpenADRClient


async def main(url: str, name: str, opt: str, seconds: float) -> None:
    client = OpenADRClient(ven_name=name, vtn_url=url, allow_jitter=False)

    async def on_event(event):
        print("event", event["event_descriptor"]["event_id"], event["event_descriptor"]["event_status"], flush=True)
        return opt

    async def on_update_event(event):
        print("update", event["event_descriptor"]["event_id"], event["event_descriptor"]["event_status"], flush=True)
        return opt

    async def load(*args, **kwargs):
        return 1234.5

    client.add_handler("on_event", on_event)
    client.add_handler("on_update_event", on_update_event)
    client.add_report(load, resource_id="load", measurement="power_real")
    task = asyncio.create_task(client.run())
    await asyncio.sleep(seconds)
    task.cancel()


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
