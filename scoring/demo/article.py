"""What the article of 2021 tells, as records, brands, bases and partners: its facts, nothing else (data).

Dates are relative and every score is synthetic; persons, arrests and case figures are left out.
"""

from dataclasses import dataclass, field

SOURCE = "据《渔都警营党旗红》（2021年）；得分均为演示数据"


@dataclass(frozen=True, slots=True)
class Happening:
    """One record the article tells: month 0–2 of the story's quarter, day, what, for which branch."""

    branch: str
    kind: str
    month: int
    day: int
    title: str
    data: dict = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


HAPPENINGS = (
    Happening(
        "lhfj", "volunteer", 2, 9, "“点亮微心愿 真情暖童心”关爱海岛困难儿童志愿服务活动",
        {"place": "龙山小学、台门小学", "served": 14, "wishes_received": 14, "wishes_met": 14}, ("L6",),
        ("wishes.png", "wishes.docx"),
    ),
    Happening(
        "jg-01", "alliance", 2, 2, "校局联盟：83名学警到普陀开展为期4个月的实习",
        {"partner": "南京森林警察学院刑事科学技术学院"}, (), ("alliance.pdf",),
    ),
    Happening("jg", "camp_culture", 1, 12, "“警娃之家”：放学后的看管服务"),
    Happening("jg", "camp_culture", 2, 22, "“警娃之家”：暑期安心托班"),
    Happening("jg", "study", 0, 14, "“三学联动”：党委领学", {
        "mode": "committee_led_党委领学", "venue": "model_模范学堂"}),
    Happening("lhfj", "study", 1, 13, "“三学联动”：领导带学，流动讲堂上海岛", {
        "mode": "leader_led_领导带学", "venue": "mobile_流动讲堂"}),
    Happening("zmpcs", "study", 2, 16, "“三学联动”：个人自学，云上课堂", {
        "mode": "self_study_个人自学", "venue": "online_云上课堂"}),
    Happening("lhfj", "party_day", 0, 21, "主题党日：“蓝海志工”团队与船企务工人员“积分制管理”", {}, ("V6",)),
    Happening("sjmpcs", "party_day", 1, 20, "主题党日：“渔港智先锋”在综合指挥室讲“科技管控港”", {}, ("V2",)),
    Happening("zmpcs", "party_day", 0, 17, "主题党日：“蜜蜂警队”示范基地开放", {}, ("H5",)),
)

# code, name, branch, parent, stage, meaning, story
BRANDS = (
    ("yudu-hongjing", "渔都红警", "", "", "model", "普陀公安党建品牌的核心：“一核”联“多点”",
     "依托“一支部一品牌”创建活动，打造以“渔都红警”为中心的党建“红色矩阵”。"),
    ("hongxibao", "红细胞警营", "lhfj", "yudu-hongjing", "named", "六横公安分局党建品牌",
     "六横公安分局“红细胞”警营示范基地列入全市公安机关基层思想政治工作示范基地建设范畴。"),
    ("lanhai-zhigong", "蓝海志工", "lhfj", "hongxibao", "formed", "六横公安分局组建的团队",
     "实施船企务工人员“积分制管理”方法，以队管人，辖区警情、案情大幅减少。"),
    ("mifeng-jingdui", "蜜蜂警队", "zmpcs", "yudu-hongjing", "named", "展茅派出所党建品牌",
     "展茅派出所“蜜蜂警队”示范基地列入全市公安机关基层思想政治工作示范基地建设范畴。"),
    ("jingying-jia", "警营·家", "jg", "yudu-hongjing", "named", "区公安分局机关文化品牌",
     "机关“警营·家”文化示范基地列入全市公安机关基层思想政治工作示范基地建设范畴；大楼一楼的“警娃之家”为警娃提供看管服务。"),
    ("yugang-zhixianfeng", "渔港智先锋", "sjmpcs", "yudu-hongjing", "formed", "沈家门派出所团队",
     "在沈家门渔港打造“科技管控港”，综合指挥室可立体呈现港区情况并实时预警。"),
    ("donghai-lijian", "东海利剑", "dd-01", "yudu-hongjing", "formed", "基层党建品牌",
     "报道列举的优秀基层党建品牌之一；报道未写明所属单位，演示中挂在第一大队名下。"),
    ("xiaoju-lianmeng", "校局联盟", "jg-01", "yudu-hongjing", "formed", "联合高等院校创建的党建品牌",
     "联合南京森林警察学院刑事科学技术学院创建，将“六朝古都”与“百年渔港”紧密相连；演示中挂在机关第一党支部名下。"),
)
PAPER = "演示文号"  # the article gives no document numbers
# brand, plan or result, text
CHAPTERS = (
    ("yudu-hongjing", "plan", "打造以“渔都红警”为中心的党建“红色矩阵”，一个党建核心连接若干个党建点。"),
    ("hongxibao", "plan", "开展“点亮微心愿 真情暖童心”关爱海岛困难儿童志愿服务活动。"),
    ("hongxibao", "result", "为龙山小学、台门小学14名困难儿童实现“微心愿”；示范基地列入全市建设范畴。"),
    ("xiaoju-lianmeng", "result", "83名学警到普陀开展为期4个月的实习，高校智囊与一线实践互补。"),
    ("jingying-jia", "result", "“警娃之家”提供放学后看管服务，暑期举办安心托班。"),
)
# brand, name of the base: all three at city level
BASES = (
    ("jingying-jia", "区公安分局机关“警营·家”文化示范基地"),
    ("hongxibao", "六横公安分局“红细胞”警营示范基地"),
    ("mifeng-jingdui", "展茅派出所“蜜蜂警队”示范基地"),
)
BASES_OF = ("jg", "lhfj", "zmpcs")
PARTNER = {
    "code": "nsp-criminal-technology", "name": "南京森林警察学院刑事科学技术学院", "alliance": "校局联盟",
    "people": 83, "months": 4, "note": "83名学警来到普陀，开展为期4个月的实习工作。",
}
# code, name: schools where the wishes were met
SCHOOLS = (("longshan-school", "龙山小学"), ("taimen-school", "台门小学"))
# brand, other brand or "", partner or "", month, day, title
ACTIVITIES = (
    ("xiaoju-lianmeng", "", "nsp-criminal-technology", 2, 2, "83名学警开展为期4个月的实习"),
    ("hongxibao", "", "longshan-school", 2, 9, "点亮微心愿 真情暖童心"),
    ("hongxibao", "", "taimen-school", 2, 9, "点亮微心愿 真情暖童心"),
    ("yudu-hongjing", "jingying-jia", "", 1, 12, "“警娃之家”"),
    ("yudu-hongjing", "mifeng-jingdui", "", 0, 17, "“三学联动”：流动讲堂、云上课堂、模范学堂"),
    ("yudu-hongjing", "yugang-zhixianfeng", "", 1, 20, "“科技管控港”"),
    ("yudu-hongjing", "donghai-lijian", "", 0, 9, "“一核”联“多点”"),
    ("yudu-hongjing", "xiaoju-lianmeng", "", 2, 2, "创建“校局联盟”党建品牌"),
)
