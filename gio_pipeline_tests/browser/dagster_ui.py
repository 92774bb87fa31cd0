"""What a person does in the Dagster UI, by the words on the screen."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

T = TypeVar("T")
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
PATIENCE_SECONDS = 90.0
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=en-US",
    "--window-size=1400,1000",
)


CUT_OFF = """
let element = document.querySelector(arguments[0]), right = element.getBoundingClientRect().right;
for (let place = element.parentElement; place; place = place.parentElement)
    if (getComputedStyle(place).overflowX != 'visible' && right > place.getBoundingClientRect().right) return false;
return true
"""


class Browser:
    """One window; everything is waited for, since the UI draws when its data are there."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        self.driver.get(address)

    def resize(self, width: int, height: int) -> None:
        self.driver.set_window_size(width, height)

    def click(self, words: str) -> None:
        """Clicks the button, tab or link that reads so."""
        self.until(f"a button {words!r} that can be clicked", lambda: self._click(words))

    def _click(self, words: str) -> bool:
        place = f"//*[self::button or self::a or @role='tab'][normalize-space(.)='{words}'][not(@disabled)]"
        found = self.driver.find_elements(By.XPATH, place)
        if found:
            found[0].click()
        return bool(found)

    def write(self, placeholder: str, words: str) -> None:
        """Types into the field whose hint begins so, as if over what stands there."""
        place = f"input[placeholder^='{placeholder}']"
        self.until(f"a field {placeholder!r}", lambda: self._write(place, words))

    def _write(self, place: str, words: str) -> bool:
        for field in self.driver.find_elements(By.CSS_SELECTOR, place):
            field.send_keys(words, "\t")
            return True
        return False

    def switch(self, name: str) -> WebElement:
        """The switch in the row of a schedule."""
        place = f"(//*[normalize-space(text())='{name}']/following::input[@type='checkbox'])[1]"
        return self.until(f"a switch of {name}", lambda: self.driver.find_elements(By.XPATH, place))[0]

    def press(self, name: str) -> None:
        """Presses a schedule's switch: what is drawn over the checkbox takes the click."""
        self.driver.execute_script("arguments[0].click()", self.switch(name))

    def wait_for(self, *words: str) -> None:
        """Until all of these stand on the page."""
        self.until(f"{words} on the page", lambda: all(each in self.text() for each in words))

    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").text

    def count(self, selector: str) -> int:
        return len(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def is_whole(self, selector: str) -> bool:
        """Whether nothing it scrolls in cuts the element off on the right."""
        return bool(self.driver.execute_script(CUT_OFF, selector))

    def screenshot(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.driver.save_screenshot(str(SCREENSHOTS / f"{name}.png"))

    def until(self, what: str, look: Callable[[], T]) -> T:
        """What `look` returns, once that is something; the page may be redrawn while it looks."""
        give_up, last = time.monotonic() + PATIENCE_SECONDS, ""
        while time.monotonic() < give_up:
            try:
                if found := look():
                    return found
            except WebDriverException as error:
                last = str(error.msg)
            time.sleep(0.2)
        self.screenshot("given_up")
        raise AssertionError(f"{self.driver.current_url} never showed {what}. {last}\n{self.text()}")


@contextmanager
def open_browser(binary: str, driver: str, profile: Path) -> Iterator[Browser]:
    """A browser of its own that ends with the block."""
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    opened = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield Browser(opened)
    finally:
        opened.quit()
