"""A thousand images asked about: is the run bounded by the server that answers, or by figkg?

    python benchmarks/models.py [--images 1000] [--seconds 0.5] [--in-flight 16] [--kilobytes 150]

A server of its own process stands in for a model: it answers each request after so many seconds, however many.
The least that a run can take is images x seconds / requests in flight; figkg's share is what the run takes beyond that.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import resource
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from figkg.base.resources import mappings_folder
from figkg.build.models import see_images
from figkg.build.request import Request
from figkg.extract import partition
from figkg.extract.questions import load_model_policy

RECORD = """---
figid: PMC{number}__f
pmcid: PMC{number}
figtitle: A scheme
caption: TNF activates NF-kB in figure {number}.
genes: []
chemicals: []
diseases: []
---
"""
SEEN = {
    "nodes": [{"id": str(one), "label": f"GENE{one}", "type": "gene"} for one in range(20)],
    "edges": [{"id": f"e{one}", "source": str(one), "target": str(one + 1), "type": "activation"} for one in range(19)],
}


@dataclass(frozen=True)
class Run:
    """What a run came to.

    Attributes:
        wall: seconds that it took.
        processor: seconds of the processor that figkg took.
        read: images that were read.
    """

    wall: float
    processor: float
    read: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--in-flight", type=int, action="append")
    parser.add_argument("--kilobytes", type=int, default=150)
    given = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs, given.seconds), daemon=True)
    server.start()
    address = ours.recv()
    try:
        for in_flight in given.in_flight or [8, 16, 32]:
            run = measure(address, given.images, given.kilobytes, in_flight)
            least = given.images * given.seconds / in_flight
            share = f"least {least:.1f} s, {least / run.wall:.0%} of it"
            own = f"figkg's processor {run.processor:.1f} s, {run.processor / run.read * 1000:.1f} ms an image"
            rate = f"{run.read / run.wall * 60:,.0f} a minute"
            print(f"{in_flight:3} in flight: {run.read:,} images in {run.wall:.1f} s, {rate}; {share}; {own}")
    finally:
        server.terminate()


def measure(address: str, images: int, kilobytes: int, in_flight: int) -> Run:
    """One run, with nothing known before."""
    with TemporaryDirectory() as scratch:
        work = Path(scratch)
        for name in ("records", "images"):
            (work / name).mkdir()
        for number in range(1, images + 1):
            (work / "records" / f"PMC{number}__f.md").write_text(RECORD.format(number=number))
            (work / "images" / f"PMC{number}__f.jpg").write_bytes(b"\xff\xd8\xff" + os.urandom(kilobytes * 1000))
        parts = partition([str(work / "records")], work / "parts")
        request = Request(sources=("records",), vision=address, model="stand-in", images=str(work / "images"))
        policy = load_model_policy(mappings_folder())
        limits = msgspec.structs.replace(policy.limits, in_flight=in_flight, requests=images + 100, tokens=10**12)
        begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
        report = see_images(request, parts, work / "cache", work, msgspec.structs.replace(policy, limits=limits))
        wall, now = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
        processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    if report.failed or report.stopped:
        raise SystemExit(f"not all was answered: {report}")
    return Run(wall, processor, report.read)


def serve(told: Connection, seconds: float) -> None:
    """Answer on loopback; tells the address."""
    text = msgspec.json.encode(SEEN).decode()
    usage = {"prompt_tokens": 1200, "completion_tokens": 800, "total_tokens": 2000}
    choices = [{"message": {"content": text}, "finish_reason": "stop"}]
    body = msgspec.json.encode({"choices": choices, "usage": usage})
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
                await reader.readexactly(int(length.partition(b":")[2]))
                await asyncio.sleep(seconds)
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(respond, "127.0.0.1", 0, limit=1 << 20)
        told.send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1")
        async with server:
            await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
