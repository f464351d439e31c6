"""Where a network scanner may be: typed addresses, the local network only, certificates, names."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from escl_scanner import EsclScanner
from zeroconf import ServiceInfo, Zeroconf

from desktop.capture.sources import discovery
from desktop.capture.sources.escl import EsclSource
from desktop.capture.sources.escl_address import EsclAddress, is_local, local_ip
from desktop.capture.sources.escl_job import EsclTimes
from desktop.capture.sources.source import ScanStopped
from desktop.domain.scanning import Fault
from desktop.services import machine

# They share one network: a scanner announced by one test is heard by another.
pytestmark = pytest.mark.xdist_group("mdns")


def fault_of(address: str) -> Fault:
    with pytest.raises(ScanStopped) as stopped:
        EsclSource(EsclTimes(answer=5)).device(address, threading.Event())
    return stopped.value.fault


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.168.1.20", "http://192.168.1.20:80/eSCL"),
        (" 192.168.1.20:8080 ", "http://192.168.1.20:8080/eSCL"),
        ("192.168.1.20:443", "https://192.168.1.20:443/eSCL"),
        ("https://192.168.1.20", "https://192.168.1.20:443/eSCL"),
        ("fukugoki.local:80/eSCL/", "http://fukugoki.local:80/eSCL"),
        ("http://127.0.0.1:60000/scanner/eSCL", "http://127.0.0.1:60000/scanner/eSCL"),
        ("[fe80::1]:80", "http://[fe80::1]:80/eSCL"),
    ],
)
def test_the_host_alone_is_enough_of_an_address(typed: str, meant: str) -> None:
    address = EsclAddress.parse(typed)
    assert str(address) == meant
    assert EsclAddress.parse(str(address)) == address


@pytest.mark.parametrize(
    "typed",
    ["", "複合機", "192.168.1.20:99999", "192.168.1.20:0", "ftp://192.168.1.20", "a b", "x/../y?z"],
)
def test_what_is_no_address_is_not_found(typed: str) -> None:
    with pytest.raises(ScanStopped) as stopped:
        EsclAddress.parse(typed)
    assert stopped.value.fault is Fault.NOT_FOUND


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.31.0.1",
        "192.168.0.9",
        "169.254.7.7",
        "127.0.0.1",
        "::1",
        "fe80::1",
        "fd12::9",
        "::ffff:192.168.0.9",
        "fe80::1%2",
    ],
)
def test_the_offices_own_ranges_are_local(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "172.32.0.1",
        "192.169.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.251",
        "2001:db8::1",
        "2400::1",
        "::ffff:8.8.8.8",
        "::",
        "ff02::fb",
        "x",
    ],
)
def test_everything_else_is_not(address: str) -> None:
    assert not is_local(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "http://[2001:db8::1]:80", "[::ffff:8.8.8.8]"])
def test_an_address_outside_is_never_contacted(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *there: connected.append(there))
    assert fault_of(address) is Fault.NOT_LOCAL
    assert connected == []


def test_a_name_nobody_knows_is_not_found() -> None:
    with pytest.raises(ScanStopped) as stopped:
        local_ip("nobody.invalid", 3)
    assert stopped.value.fault is Fault.NOT_FOUND


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """Signed by itself and for another name, as scanners have it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "X-1")])
    made = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(made)
        .not_valid_after(made + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "scanner.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_scanner_with_a_certificate_of_its_own_is_spoken_to_encrypted(
    certificate: ssl.SSLContext,
) -> None:
    with EsclScanner(certificate=certificate) as scanner:
        device = EsclSource().device(scanner.address, threading.Event())
    assert device is not None
    assert device.address == f"https://127.0.0.1:{scanner.port}/eSCL"


def test_a_scanner_that_wants_to_be_spoken_to_encrypted_is(certificate: ssl.SSLContext) -> None:
    with EsclScanner(certificate=certificate) as safe:
        there = f"https://scanner.invalid:{safe.port}/eSCL/ScannerCapabilities"
        with EsclScanner(moved_to=there) as scanner:
            device = EsclSource().device(scanner.address, threading.Event())
    assert device is not None
    assert device.address == safe.address


def test_a_scanner_that_leads_back_to_plain_text_is_not_followed() -> None:
    with EsclScanner() as plain, EsclScanner(moved_to=plain.address) as scanner:
        assert fault_of(scanner.address) is Fault.NOT_FOUND
    assert plain.asked == []


@pytest.fixture
def network() -> Iterator[Zeroconf]:
    """Announcements on the loopback interface, for the time of one test."""
    there = Zeroconf(interfaces=["127.0.0.1"], use_asyncio=False)
    yield there
    there.close()


def announce(network: Zeroconf, scanner: EsclScanner, **said: str) -> None:
    info = ServiceInfo(
        "_uscan._tcp.local.",
        "Kakuu X-1._uscan._tcp.local.",
        port=scanner.port,
        addresses=[ipaddress.ip_address("127.0.0.1").packed],
        server="kakuu-x1.local.",
        properties={"rs": "eSCL", "ty": "架空複合機 X-1", "UUID": "x-1", **said},
    )
    network.register_service(info)


def test_a_scanner_that_announces_itself_is_found_and_kept_by_its_name(network: Zeroconf) -> None:
    with EsclScanner() as scanner:
        announce(network, scanner, note="2階")
        devices = EsclSource(EsclTimes(search=2)).devices(threading.Event())
    (device,) = [one for one in devices if "X-1" in one.label]
    assert device.label == "架空複合機 X-1（2階）"
    assert device.address == f"http://kakuu-x1.local:{scanner.port}/eSCL"
    assert device.resolutions == (100, 200, 300)


def test_the_doctor_names_a_scanner_of_the_network(network: Zeroconf) -> None:
    with EsclScanner() as scanner:
        announce(network, scanner, note="2階")
        assert "架空複合機 X-1（2階）" in machine.network_scanners()


def test_an_announced_scanner_that_does_not_answer_is_not_offered(network: Zeroconf) -> None:
    with EsclScanner() as scanner:
        announce(network, scanner)
    devices = EsclSource(EsclTimes(search=1, answer=2)).devices(threading.Event())
    assert [one for one in devices if "X-1" in one.label] == []


def test_a_search_ends_at_once_when_it_is_cancelled() -> None:
    cancelled = threading.Event()
    cancelled.set()
    assert discovery.announced(3600, cancelled) == ()


def test_nothing_of_ours_is_announced(network: Zeroconf) -> None:
    heard: list[str] = []
    before = network.cache.names()
    discovery.announced(0.5, threading.Event())
    heard.extend(set(network.cache.names()) - set(before))
    assert heard == []
