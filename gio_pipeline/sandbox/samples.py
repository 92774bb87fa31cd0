"""The sample reports, dashboards, segments and rules of each project, by project uid."""

from gio_pipeline.sandbox.charts import Chart
from gio_pipeline.sandbox.content import Content, Dashboard, Dimension, Metric, Rule, Segment, Tag
from gio_pipeline.sandbox.frequencies import Frequency
from gio_pipeline.sandbox.funnels import Funnel
from gio_pipeline.sandbox.retentions import Retention

CITY = Dimension("城市", ("上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "西安"))
SOURCE = Dimension("访问来源", ("直接访问", "百度搜索", "微信", "抖音", "社交媒体"))
BROWSER = Dimension("浏览器", ("Chrome", "Safari", "微信内置浏览器", "UC浏览器", "Edge"))
PLATFORM = Dimension("平台", ("Web", "iOS", "Android", "小程序"))
US_CITY = Dimension("City", ("New York", "Los Angeles", "Chicago", "Houston"))

PAGE_VIEWS = Metric("页面浏览量", 55_000)
VISITS = Metric("访问量", 14_000)
USERS = Metric("访问用户量", 9_800, "unique")
BOUNCE = Metric("跳出率", 0.41, "rate", "ratio")

GOODS = Dimension("商品", tuple(f"商品 {i:06d}" for i in range(50)))
ODD = Dimension(
    "页面 \"标题\"\t'x'",
    ("首页\n第二行", 'a "quoted" one', "tab\there", "emoji 🛒👩‍👩‍👧", "back\\slash", "nul\u0000byte", "", "  spaces  "),
)

_SHOP_CHARTS = (
    Chart("YoX28w7R", "页面浏览量", (PAGE_VIEWS, VISITS)),
    Chart(
        "cityPv01",
        "城市与来源",
        (
            Metric("页面浏览量", 48_000, form="float"),
            Metric("访问量", 12_000, form="float"),
            Metric("访问用户量", 8_000, "unique", "float"),
        ),
        (CITY, SOURCE),
        time="listed",
    ),
    Chart("tblBrw01", "城市与浏览器", (USERS, PAGE_VIEWS), (CITY, BROWSER), time="none"),
    Chart("barCh001", "来源排行", (VISITS,), (SOURCE,), time="none"),
    Chart("colCh001", "每日订单", (Metric("订单数", 620), Metric("销售额", 186_000, form="float"))),
    Chart("bigNum01", "访问用户量", (USERS,), aggregator=True),
    Chart("bubble01", "城市与平台", (PAGE_VIEWS, USERS), (CITY, PLATFORM), time="none"),
    Chart("srcLine1", "分来源访问趋势", (VISITS, USERS), (SOURCE,)),
    Chart("uvBnc001", "用户与跳出率", (USERS, BOUNCE), time="listed", audiences=("全部访问用户", "新访问用户")),
    Chart("dupMet01", "同名指标", (PAGE_VIEWS, Metric("页面浏览量", 21_000), USERS), time="listed"),
    Chart(
        "dupDim01",
        "同名维度",
        (PAGE_VIEWS,),
        (Dimension("页面", ("首页", "商品页")), Dimension("页面", ("首页", "购物车"))),
        time="listed",
    ),
    Chart("dupRow01", "重复行", (VISITS,), (PLATFORM,), time="listed", repeat=2),
    Chart(
        "naDim001", "搜索词", (VISITS,), (Dimension("搜索词", ("不适用", "连衣裙", "手机壳", "咖啡机")),), time="listed"
    ),
    Chart(
        "mixCel01",
        "文本单元格",
        (Metric("页面浏览量", 55_000, form="thousands"), Metric("跳出率", 0.41, "rate", "percent"), USERS),
        (PLATFORM,),
        time="listed",
        holes=0.08,
    ),
    Chart("oddTx001", '特殊 "字符" 🛒', (PAGE_VIEWS,), (ODD,), time="listed"),
    Chart("empty001", "无数据", (PAGE_VIEWS, USERS), (CITY,), time="listed", empty=True),
    Chart("big00001", "商品明细", (Metric("浏览", 3_000), Metric("加购", 900)), (GOODS,), time="listed"),
    Chart("slowCh01", "全站明细", (PAGE_VIEWS, USERS), (CITY, PLATFORM), time="listed", slow=True),
    Chart("rtOnly01", "实时在线", (Metric("在线用户", 300, "unique"),)),
)

_SHOP_FUNNELS = (
    Funnel("9pkd1", "注册转化", 4_200, (0.62, 0.55, 0.71), ("第一步", "第二步", "第三步", "第四步")),
    Funnel("buyFun07", "购买转化", 6_000, (0.48, 0.36), ("第一步", "第二步", "第三步"), window=7, dimensions=(SOURCE,)),
    Funnel("pctFun01", "活动转化", 1_800, (0.4, 0.5), ("第一步", "第二步", "第三步"), percent=True),
)

_SHOP_RETENTIONS = (
    Retention("kdj2", "新用户留存", 2_600),
    Retention("pctRet01", "购买用户留存", 900, (0.22, 0.18, 0.12), ("iOS", "Android"), "购买", percent=True),
)

_SHOP_FREQUENCIES = (
    Frequency("frqBuy01", "购买次数分布", 5_200),
    Frequency("frqTrd01", "人均浏览次数", 5_200, trend=True),
)

_SHOP = Content(
    reports=(*_SHOP_CHARTS, *_SHOP_FUNNELS, *_SHOP_RETENTIONS, *_SHOP_FREQUENCIES),
    dashboards=(
        Dashboard(
            "dshMain1",
            "核心指标",
            "2019-01-01",
            "2025-12-20",
            ("YoX28w7R", "colCh001", "bigNum01", "9pkd1", "kdj2"),
            scope="global",
        ),
        Dashboard(
            "dshTraf1",
            "流量分析",
            "2019-03-12",
            "2025-11-02",
            ("cityPv01", "tblBrw01", "barCh001", "bubble01", "srcLine1", "uvBnc001"),
        ),
        Dashboard(
            "dshGrow1",
            "转化与留存",
            "2019-05-06",
            "2025-10-15",
            ("buyFun07", "pctFun01", "pctRet01", "frqBuy01", "frqTrd01"),
            creator="韩梅梅",
        ),
        Dashboard(
            "dshOdd01",
            "数据质量",
            "2020-02-02",
            "2025-09-01",
            (
                "dupMet01",
                "dupDim01",
                "dupRow01",
                "naDim001",
                "mixCel01",
                "oddTx001",
                "empty001",
                "big00001",
                "slowCh01",
            ),
            scope="user",
        ),
        Dashboard("dshLive1", "实时大屏", "2021-06-18", "2025-08-08", ("rtOnly01", "YoX28w7R"), type="realtimeV2"),
    ),
    segments=(
        Segment("sgHigh01", "高价值用户", "u", 1_230, "2025-12-01", ("性别", "会员等级", "注册渠道")),
        Segment("sgLogin1", "登录用户", "cs1", 420, "2025-11-11", ("name",)),
        Segment("sgNone01", "流失用户", "u", 0, "2025-10-01", ("城市",)),
    ),
    rules=(
        Rule("f2503720", "元素_注册按钮", "clck"),
        Rule("a8c11d02", "页面_首页", "page"),
        Rule("b7712e9f", '元素_"立即购买"', "clck"),
        Rule("c0ffee01", "元素_搜索框", "chng"),
        Rule("d41d8cd9", "元素_推荐位🛒", "imp"),
    ),
    tags=(Tag("tgVip001", "高潜用户", 640, ("性别", "会员等级")),),
)

_APP = Content(
    reports=(
        Chart("YoX28w7R", "启动次数", (Metric("启动次数", 32_000), Metric("启动用户量", 7_400, "unique"))),
        Chart(
            "verPv001",
            "版本分布",
            (Metric("启动次数", 30_000, form="float"),),
            (Dimension("App 版本", ("3.2.1", "3.2.0", "3.1.9", "不适用")), PLATFORM),
            time="listed",
        ),
        Chart(
            "tblDev01",
            "机型排行",
            (Metric("启动用户量", 7_000, "unique"),),
            (Dimension("设备型号", ("iPhone", "HUAWEI", "Xiaomi", "OPPO")),),
            time="none",
        ),
        Funnel("appFun01", "首单转化", 1_500, (0.5, 0.42), ("第一步", "第二步", "第三步"), window=3),
        Retention("kdj2", "激活留存", 1_100, (0.31, 0.24, 0.17)),
    ),
    dashboards=(
        Dashboard(
            "appMain1",
            "App 核心指标",
            "2020-04-01",
            "2025-12-05",
            ("YoX28w7R", "verPv001", "tblDev01", "appFun01", "kdj2"),
        ),
    ),
    segments=(Segment("sgApp001", "近七日活跃", "u", 310, "2025-12-03", ("设备型号",)),),
    rules=(Rule("e5a1b2c3", "元素_下单", "clck"),),
)

_US = Content(
    reports=(
        Chart("YoX28w7R", "Page views", (Metric("Page views", 8_000), Metric("Users", 1_900, "unique"))),
        Chart("nyCity01", "Views by city", (Metric("Page views", 7_500),), (US_CITY,), time="listed"),
        Funnel("nyFun001", "Sign up", 700, (0.5, 0.6), ("第一步", "第二步", "第三步")),
        Retention("nyRet001", "New users", 500),
    ),
    dashboards=(
        Dashboard("nyMain01", "Main", "2022-01-01", "2025-12-01", ("YoX28w7R", "nyCity01", "nyFun001", "nyRet001")),
    ),
)

CONTENT: dict[str, Content] = {"nxog09md": _SHOP, "k2app77x": _APP, "usny0001": _US}
