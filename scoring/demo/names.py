"""Names of the demonstration bureau: its branches, its eight accounts, its titles of events (data)."""

BUREAU = "示范县公安局（演示）"
CORE_BRAND = "渔都红警"
ROLE_NAME = "{role}（演示）"
SECRETARY_NAME = "{surname}（演示）"
SURNAMES = "张王李赵陈周吴郑孙钱朱徐何胡林高"

# user name, role, name shown, branch code
ACCOUNTS = (
    ("secretary", "branch_secretary", "张（演示）", "lhfj"),
    ("secretary2", "branch_secretary", "王（演示）", "jg"),
    ("reviewer", "reviewer", "审核员甲（演示）", ""),
    ("reviewer2", "reviewer", "审核员乙（演示）", ""),
    ("discipline", "discipline_office", "纪检督察（演示）", ""),
    ("committee", "bureau_committee", "局党委秘书（演示）", ""),
    ("leader", "viewer", "局领导（演示）", ""),
    ("admin", "admin", "系统管理员（演示）", ""),
)

PS, OU, OF, RE, FU = "police_station", "operational_unit", "office", "retired", "functional"

# code, name, short name, type, island, colours aimed at (one for each published quarter, repeated)
NAMED = (
    ("lhfj", "六横公安分局党支部", "六横分局", PS, True, ("red",)),
    ("sjmpcs", "沈家门派出所党支部", "沈家门所", PS, False, ("orange", "red")),
    ("zmpcs", "展茅派出所党支部", "展茅所", PS, False, ("red",)),
    ("jg", "局机关党支部", "局机关", OF, False, ("red", "orange")),
)
# The lowest colours, vetoes and discipline figures fall on generic names only.
GENERIC_CAST = (
    ("dd-01", "第一大队党支部", "一大队", OU, False, ("red",)),
    ("jg-01", "机关第一党支部", "机关一支", OF, False, ("orange",)),
    ("ltx-01", "离退休第一党支部", "离退一支", RE, False, ("orange", "red")),
    ("lsz-01", "重点任务临时党支部", "重点任务", FU, False, ("orange",)),
    ("pcs-01", "第一派出所党支部", "一所", PS, False, ("blue", "yellow")),
    ("dd-02", "第二大队党支部", "二大队", OU, False, ("veto", "blue")),
    ("jg-02", "机关第二党支部", "机关二支", OF, False, ("yellow", "grey")),
    ("pcs-02", "第二派出所党支部", "二所", PS, True, ("grey", "yellow")),
    ("pcs-03", "第三派出所党支部", "三所", PS, False, ("C1",)),
    ("dd-03", "第三大队党支部", "三大队", OU, False, ("C2",)),
    ("pcs-04", "第四派出所党支部", "四所", PS, True, ("yellow", "C4")),
)
SMALLEST = len(NAMED) + len(GENERIC_CAST)

GENERIC = {
    PS: ("pcs", "第{n}派出所党支部", "{n}所"),
    OU: ("dd", "第{n}大队党支部", "{n}大队"),
    OF: ("jg", "机关第{n}党支部", "机关{n}支"),
    RE: ("ltx", "离退休第{n}党支部", "离退{n}支"),
    FU: ("lsz", "第{n}临时党支部", "临时{n}支"),
}
# How many of each type among 33; larger bureaus keep the proportion.
SHARES = {PS: 12, OU: 9, OF: 9, RE: 2, FU: 1}
FILLER_COLOURS = ("red", "orange", "orange", "red", "orange", "yellow", "orange", "red", "orange")
DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """Numbers up to 99 in Chinese, larger ones in digits."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return str(number)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


# Titles by event kind; {n} is a running number within the year's series.
TITLES = {
    "study": (
        "“第一议题”：学习党的创新理论最新成果", "“第一议题”：学习党章党规", "“第一议题”：学习上级党委部署要求",
        "专题学习：新时代公安工作会议精神", "专题学习：党支部工作条例", "读原著学原文：党史学习教育必读篇目",
    ),
    "committee_meeting": (
        "支委会：研究月度党建工作", "支委会：研究党员教育管理", "支委会：研究党建品牌创建", "支委会：研究志愿服务安排",
    ),
    "group_meeting": ("党小组会：交流学习体会", "党小组会：对照承诺谈落实", "党小组会：讨论先锋岗履职"),
    "party_day": (
        "主题党日：重温入党誓词", "主题党日：走访海岛群众", "主题党日：学习先锋模范事迹", "主题党日：为民服务在一线",
        "主题党日：廉洁家风主题交流", "主题党日：参观革命纪念地",
    ),
    "members_meeting": ("支部党员大会：季度工作总结和部署", "支部党员大会：讨论发展党员和评议事项"),
    "party_lecture": ("党课：守好百年渔港的初心", "党课：把党旗插在一线", "党课：从党史中汲取前进力量"),
    "ceremony": ("政治仪式：入警宣誓和入党宣誓", "红色教育：瞻仰烈士纪念碑", "政治生日：为本季度党员过政治生日"),
    "org_life_meeting": ("年度组织生活会和民主评议党员",),
    "volunteer": ("志愿服务：反诈宣传进渔村", "志愿服务：平安护学岗", "志愿服务：海上安全知识进码头"),
    "matter_solved": ("为基层解决装备补充事项", "为基层简化一项报表", "为基层协调培训名额"),
    "silver_service": ("银发先锋：给青年民警讲传统", "银发先锋：参与社区调解", "银发先锋：参观新警营"),
    "alliance": ("结对共建：与社区党支部联合开展服务", "结对共建：与渔业公司党支部联学"),
    "warning_education": ("廉政警示教育：观看警示教育片", "廉政警示教育：通报学习和讨论"),
    "supervision_record": ("纪检委员季度监督记录",),
    "report_to_committee": ("纪检委员向支委会报告监督情况",),
    "camp_culture": ("警营文化：家属开放日", "警营文化：读书角和文体活动", "家庭关爱：慰问执勤民警家庭"),
}
THEMES = "思想总体稳定；关注值班轮休和子女照看；对业务培训有期待"
PLACES = ("渔村文化礼堂", "社区服务中心", "中心小学", "渔港码头")
PARTNERS = ("东港社区党支部", "渔业公司党支部", "海岛小学党支部", "港航单位党支部")
SUBJECTS = ("党费收缴情况公示", "季度工作和评先评优公示", "党员发展对象公示")
STUDY_MODES = ("committee_led_党委领学", "leader_led_领导带学", "self_study_个人自学")
VENUES = ("ordinary", "mobile_流动讲堂", "online_云上课堂", "model_模范学堂")
LECTURERS = ("secretary", "leader", "model_member", "outside")

RETURN_REASONS = (
    ("实到人数与请假人数相加超过应到人数，请核对后补正", ["present"]),
    ("主题写得太笼统，请写明学习了什么", ["title"]),
    ("请补充一份会议记录", ["files"]),
)
VOID_REASON = "核实后查无此次活动，作废处理"
CORRECTION_RETURN = "公布后支部发现实到人数录入有误，请按签到表更正"
CORRECTION_REASON = "六横公安分局党支部一次主题党日实到人数录入有误，经支部提出、审核员复核后更正"
WAIVER = "个别支部月报缺报，已按办法计扣分，不影响其他支部"
MEETING = "第{n}次"
DOCUMENT = "演示〔{year}〕{n}号"
DECLARED = "本月无此项"
PLAN = "逐项对照失分原因，明确责任支委和完成时限，每周支委会研究一次进度"
CLOSED = "经查阅台账并到支部核对，整改措施已落实，同意销号"
APPEAL = "本支部主题党日因轮班分两场进行，请复核参加率的计算"
APPEAL_ANSWER = "已核对两场签到，参加率按实到计算无误，维持原分"
TASK_NOTE = "专项部署落实情况台账"
RULING = "本季度单位整体轮训在外，无结对共建安排"
MATTERS = {
    "A1": "支部党建工作获表彰", "A3": "列入基层思想政治工作示范基地建设范畴", "P2": "报送的活动经核实不存在",
    "Z2": "党员严重违纪被立案（演示）",
}
VETO_MEETING = "局党委会议确认（演示）"
OVERDUE_NOTICE = "pcs-04"
