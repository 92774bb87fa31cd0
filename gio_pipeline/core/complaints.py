"""What an error's words complain of: that too much was asked for at once, or that it took too long."""

import re

_SIZE = re.compile(
    r"\brange|\bspan|\btoo (?:long|large|many(?! requests)|much|big|wide)|exceed|at most|no more than|maximum"
    r"|shorte(?:r|n)"
    r"|(?:more|longer|greater|larger|bigger|less|fewer|smaller) than|\bwithin\b|\blimit(?:ed)? (?:is|to)\b"
    r"|时间范围|时间跨度|时间区间|跨度|天数|超过|超出|超限|过长|过大|(?<!请求)过多|太长|太大|太多|最多|最大|最长|上限|缩短|缩小|减少"
    r"|大于|小于|多于|少于|(?:天|日|周|月|年)(?:以|之)?内|限制",
    re.IGNORECASE,
)
_TIME = re.compile(r"request[ _-]?time[ _-]?out|超时", re.IGNORECASE)


def of_size(words: str) -> bool:
    """Whether they speak of the range or of too much."""
    return bool(_SIZE.search(words))


def of_time(words: str) -> bool:
    """Whether they say what the vendor's page says where a query took too long: request_timeout, or 超时."""
    return bool(_TIME.search(words))
