#!/usr/bin/python3
"""A spider of Scrapy that reads websites, tuned for many of them: what `tests/bench websites` and `tests/bench client`
are measured against.

`sites LIST` reads the home page of each site of a CSV and at most two more, as robots.txt allows, one request at a
time with a pause between, takes from them what `submit websites` looks for as far as a few lines can, and writes a
line of JSON a site. `pages` asks a server for three pages a site and looks at none. What it prints is one line of
JSON: how many sites, of how many something was read, seconds, and seconds of the processor, all without its start.
It needs scrapy.
"""
import argparse
import csv
import json
import os
import re
import resource
import sys
import time

try:
    import scrapy
    import twisted
    from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
    from scrapy.crawler import CrawlerProcess
    from scrapy.dupefilters import BaseDupeFilter
    from twisted.internet import defer, interfaces
    from twisted.internet.error import DNSLookupError
    from twisted.names import client, dns
    from zope.interface import implementer
except ImportError as missing:
    sys.exit(f"website_spider.py: {missing}: install python3-scrapy")

MAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I)
PHONE = re.compile(r"\+?\d[\d ()/.-]{6,20}\d")
CONTACT = re.compile(
    "contact|kontakt|contato|contatti|contacto|iletişim|iletisim|fale conosco|inquiry|lianxi|контакт|お問い合わせ|联系",
    re.I)
ABOUT = re.compile(
    "about|über uns|à propos|quiénes somos|chi siamo|sobre|over ons|o nas|о компании|hakkımızda|会社概要|关于", re.I)
TEXTS = ("p", "h1", "h2", "h3", "li", "td", "dd", "blockquote")
ASIDE = ("script", "style", "noscript", "nav", "header", "footer", "template")
MOST_BYTES = 5 << 20
IDLE_SECONDS = 5


@implementer(interfaces.IResolverSimple)
class Names:
    """Asks a server of names by UDP, each name once."""

    def __init__(self, server):
        host, port = server.rsplit(":", 1)
        self.asked = client.Resolver(servers=[(host, int(port))], timeout=(2, 4))
        self.known = {}

    @classmethod
    def from_crawler(cls, crawler, reactor):
        names = cls(crawler.settings["NAMES"])
        names.reactor = reactor
        return names

    def install_on_reactor(self):
        self.reactor.installResolver(self)

    def getHostByName(self, name, timeout=()):
        if name in self.known:
            return defer.succeed(self.known[name])
        return self.asked.lookupAddress(name).addCallbacks(self.first, self.none, callbackArgs=[name])

    def first(self, found, name):
        for record in found[0]:
            if record.type == dns.A:
                self.known[name] = record.payload.dottedQuad()
                return self.known[name]
        raise DNSLookupError(name)

    @staticmethod
    def none(failure):
        raise DNSLookupError(str(failure.value))


class Connections(HTTP11DownloadHandler):
    """Of thousands of sites none is asked again: what is idle is closed soon."""

    def __init__(self, settings, crawler=None):
        super().__init__(settings, crawler)
        self._pool.cachedConnectionTimeout = IDLE_SECONDS


class Measured(scrapy.Spider):
    """Takes time and processor from its first request on."""
    done = 0
    read = 0
    began = None

    def used(self):
        times = os.times()
        return time.monotonic(), times.user + times.system

    def begin(self):
        self.began = self.used()

    def closed(self, reason):
        now = self.used()
        print(json.dumps({
            "sites": self.done, "read": self.read, "seconds": now[0] - self.began[0], "cpu": now[1] - self.began[1],
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, "reason": reason}), flush=True)


class Sites(Measured):
    name = "sites"

    def start_requests(self):
        self.rows = open(self.out, "w", encoding="utf-8")
        with open(self.list, newline="", encoding="utf-8") as rows:
            sites = list(csv.DictReader(rows))
        self.begin()
        for site in sites:
            typed = site["Website URL"]
            address = typed if "://" in typed else "https://" + typed
            yield scrapy.Request(address, callback=self.home, errback=self.failed,
                                 cb_kwargs={"row": {"url": typed, "company": site["Company Name"]}})

    def failed(self, failure):
        request = failure.request
        row = request.cb_kwargs["row"]
        if "pages" in row:
            return self.next(row)
        if "://" not in row["url"] and request.url.startswith("https:") and "again" not in row:
            row["again"] = True
            return request.replace(url="http:" + request.url[len("https:"):])
        row["problem"] = repr(failure.value)[:200]
        return self.write(row)

    def home(self, response, row):
        if response.status != 200 or not isinstance(response, scrapy.http.HtmlResponse):
            row["problem"] = str(response.status)
            return self.write(row)
        row["pages"] = []
        row["wanted"] = []
        links = self.facts(response, row)
        for words in (CONTACT, ABOUT):
            for href, text in links:
                if words.search(text) or words.search(href):
                    url = response.urljoin(href)
                    if url.startswith("http") and url not in row["wanted"]:
                        row["wanted"].append(url)
                        break
        self.read += 1
        return self.next(row)

    def page(self, response, row):
        if response.status == 200 and isinstance(response, scrapy.http.HtmlResponse):
            self.facts(response, row)
        return self.next(row)

    def next(self, row):
        if row["wanted"]:
            return scrapy.Request(row["wanted"].pop(0), callback=self.page, errback=self.failed,
                                  cb_kwargs={"row": row}, priority=1)
        return self.write(row)

    def facts(self, response, row):
        root = response.selector.root
        links = []
        mails = set(row.get("mails", ()))
        phones = set(row.get("phones", ()))
        for link in root.iter("a"):
            href = link.get("href")
            if not href:
                continue
            if href.startswith("mailto:"):
                mails.add(href[7:].split("?")[0].lower())
            elif href.startswith("tel:"):
                phones.add(href[4:])
            else:
                links.append((href, (link.text_content() if hasattr(link, "text_content")
                                     else "".join(link.itertext())).strip()))
        texts = []
        for part in root.iter(*TEXTS):
            text = " ".join("".join(part.itertext()).split())
            if len(text) > 2 and not any(above.tag in ASIDE for above in part.iterancestors()):
                texts.append(text)
        text = "\n".join(texts)
        everything = " ".join(root.xpath("//body//text()[not(parent::script or parent::style)]"))
        mails.update(found.lower() for found in MAIL.findall(everything))
        phones.update(PHONE.findall(everything))
        page = {
            "url": response.url, "title": (root.findtext(".//title") or "").strip(), "language": root.get("lang"),
            "description": root.xpath("string(//meta[@name='description']/@content)"),
            "site": root.xpath("string(//meta[@property='og:site_name']/@content)"),
            "links": [response.urljoin(href) for href, said in links if "linkedin.com/" in href], "text": text,
            "forms": [{"action": form.get("action"), "fields": form.xpath(".//@name")} for form in root.iter("form")],
            "data": root.xpath("//script[@type='application/ld+json']/text()")}
        row["pages"].append(page)
        row["mails"] = sorted(mails)
        row["phones"] = sorted(phones)
        return links

    def write(self, row):
        self.done += 1
        self.rows.write(json.dumps(row, ensure_ascii=False))
        self.rows.write("\n")

    def closed(self, reason):
        self.rows.close()
        super().closed(reason)


class Pages(Measured):
    """Three pages a site, on a connection that is closed after them."""
    name = "pages"

    def start_requests(self):
        self.begin()
        for site in range(self.sites):
            host = f"127.0.1.{1 + site % 16}:{self.port}"
            yield scrapy.Request(f"http://{host}/robots.txt", callback=self.first, cb_kwargs={"host": host})

    def first(self, response, host):
        return scrapy.Request(f"http://{host}/", callback=self.second, cb_kwargs={"host": host}, priority=1)

    def second(self, response, host):
        return scrapy.Request(f"http://{host}/contact", callback=self.third, priority=1)

    def third(self, response):
        self.done += 1
        self.read += len(response.body) > 0


def settings(options):
    tuned = {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "COOKIES_ENABLED": False, "DOWNLOADER_STATS": False,
        "DUPEFILTER_CLASS": BaseDupeFilter, "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7",
        "CONCURRENT_REQUESTS": options.at_once, "DOWNLOAD_MAXSIZE": MOST_BYTES, "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False, "DOWNLOAD_TIMEOUT": options.timeout, "RETRY_TIMES": 1,
        "REDIRECT_MAX_TIMES": 5, "HTTPERROR_ALLOW_ALL": True, "USER_AGENT": "Spider/0.1",
        "DOWNLOAD_HANDLERS": {"http": Connections, "https": Connections},
        "EXTENSIONS": {f"scrapy.extensions.{name}": None for name in (
            "memusage.MemoryUsage", "logstats.LogStats", "feedexport.FeedExporter", "throttle.AutoThrottle")},
        "SPIDER_MIDDLEWARES": {f"scrapy.spidermiddlewares.{name}": None for name in (
            "referer.RefererMiddleware", "offsite.OffsiteMiddleware", "depth.DepthMiddleware",
            "urllength.UrlLengthMiddleware")},
    }
    if options.way == "sites":
        return tuned | {
            "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": options.delay,
            "RANDOMIZE_DOWNLOAD_DELAY": False, "DNS_RESOLVER": Names, "NAMES": options.names}
    return tuned | {"ROBOTSTXT_OBEY": False, "CONCURRENT_REQUESTS_PER_DOMAIN": options.at_once, "DOWNLOAD_DELAY": 0}


def main():
    if sys.argv[1:] == ["--check"]:
        print(f"Scrapy {scrapy.__version__}, Twisted {twisted.__version__}")
        return
    parser = argparse.ArgumentParser(description=__doc__)
    ways = parser.add_subparsers(dest="way", required=True)
    sites = ways.add_parser("sites")
    sites.add_argument("list")
    sites.add_argument("--out", required=True)
    sites.add_argument("--names", required=True)
    sites.add_argument("--delay", type=float, default=1)
    pages = ways.add_parser("pages")
    pages.add_argument("--port", type=int, required=True)
    pages.add_argument("--sites", type=int, default=500)
    for way in (sites, pages):
        way.add_argument("--at-once", type=int, default=200)
        way.add_argument("--timeout", type=float, default=30)
    options = parser.parse_args()
    process = CrawlerProcess(settings(options))
    if options.way == "sites":
        process.crawl(Sites, list=options.list, out=options.out)
    else:
        process.crawl(Pages, port=options.port, sites=options.sites)
    process.start()


if __name__ == "__main__":
    main()
