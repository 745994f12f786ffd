using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The phrases by which a failure is classified. The first match counts: refused content, what passes by itself, bad input, missing
/// credit. General advice to try again comes last, since texts add it to any reason. "Refunded" and "internal error" are no reasons.
/// </summary>
internal static class FailurePhrases
{
    private const string Official = "Kling, task_status_msg in public reports";
    private const string Solutions = "Kling, documentation of /solutions";
    private const string Runblob = "docs.runblob.io/api-reference/kling/errors";
    private const string Gateway = "github.com/QuantumNous/new-api, issues and source";
    private const string PiApi = "PiAPI and GoAPI, error.raw_message in public reports";
    private const string UseApi = "useapi.net, documentation and public reports";
    private const string Report = "public report";
    private const string Translation = "translation of a known message";

    /// <summary>All rows in the order in which they are tried.</summary>
    public static IReadOnlyList<FailurePhrase> All { get; } = [.. RefusedContent, .. Passing, .. BadInput, .. NoCredit, .. TryAgain];

    private static IEnumerable<FailurePhrase> RefusedContent => Rows(FaultCategory.Moderation,
    [
        ("risk control|risk management system", "Failure to pass the risk control system", Official),
        ("content security", "Content security policy triggered", "Kling, error 1301"),
        ("content safety|safety polic|safety filter|safety system|safety check|safety review|safety guideline",
            "The request was rejected by the safety system", Report),
        ("sensitive content|sensitive word|sensitive info|sensitive image|sensitive material|sensitive topic|sensitive term|"
            + "sensitive prompt",
            "The output video may contain sensitive information. Request id: 02178", Report),
        ("flagged|considered|deemed|detected|judged…sensitive", "The input was flagged as sensitive (E005)", "Replicate, error E005"),
        ("is sensitive|be sensitive|too sensitive|contains sensitive|contain sensitive", "The prompt may be sensitive", UseApi),
        ("content violat|content infring|policy violat|policy infring|guideline violat;violation of…polic|terms|guideline|rule",
            "Request blocked: content violation", Report),
        ("violat|breach|infring|against…policy|policies|guideline|community|terms of|usage|usa|content rule|copyright|platform rule",
            "Content violates usage policy", Runblob),
        ("content polic|content guideline|usage polic|community guideline|acceptable use", "Content policy violation", Runblob),
        ("policy…reject|block|refus|denied|flag|prohibit|forbid",
            "The image was rejected: platform policy blocked it", "Kling, error 1300"),
        ("reject|block|refus|denied|flagged|filtered…by policy|by our policy|by the policy|by platform policy|platform policy|"
            + "policy reason",
            "Image may show a real public figure and was rejected by policy", Report),
        ("public figure|celebrit|real person|real people|political figure|politician", "The image shows a celebrity", Report),
        ("moderat…reject|block|fail|flag|refus|denied|trigger|violat|not pass|filter|did not|unsafe|stopped",
            "Moderation blocked this prompt", Report),
        ("pass|reject|block|refus|denied|flagged|failed|stopped|caught|filtered…moderation|content review|content audit|content check",
            "The task did not pass content moderation", Report),
        ("content filter|content was filtered|content has been filtered|image filtered", "Blocked by the content filter", Report),
        ("nsfw|not safe for work", "NSFW content detected", Report),
        ("unsafe…content|image|picture|video|prompt|material|input|output|text|media",
            "The uploaded picture was judged an unsafe image", Report),
        ("prohibited|disallowed|banned|illegal|inappropriate…content|word|material|prompt|term|image|text|element|imagery|topic",
            "Prompt contains prohibited content", Runblob),
        ("content…prohibited|not allowed|disallowed|inappropriate|not permitted|forbidden;prompt|image|picture|video…prohibited|"
            + "inappropriate;forbidden content|forbidden word",
            "The content of this image is not allowed", Report),
        ("nudity|sexual|pornograph|explicit content|adult content|erotic|violent content|graphic violence|hate speech|gore|minors",
            "Sexual content was found in the image", Report),
        ("copyright|trademark|intellectual property", "The image may show material under copyright", Report),
        ("敏感", "输入内容包含敏感信息", Report),
        ("违规|违禁|违法|涉黄|涉政|涉暴|色情|低俗|暴恐", "提示词包含违禁内容", Report),
        ("违反…政策|规定|规范|准则|条款|规则|协议|法律", "生成的内容违反了平台内容政策", Report),
        ("不合规;不符合…内容政策|平台规范|社区规范|安全规范", "图片涉及不合规内容", Report),
        ("审核|审查|风控|安全检测|安全策略…不通过|未通过|没有通过|失败|拒绝|拦截|不过|命中", "内容未通过安全审核：审核不通过", Report),
        ("未通过|不通过|没有通过|未能通过|被|命中…审核|审查|风控|安全检测|安全策略|内容安全", "内容未通过安全审核，请修改后重试", Report),
        ("风控|内容安全|安全审核|公众人物|名人肖像|侵权", "触发风控", Report),
        ("infring|viola|incumpl…política|norma|directri|condiciones|reglas|pautas",
            "El contenido infringe las políticas de seguridad", Report),
        ("viola|infrang|non rispett…linee guida|norme|politic|termini|regole|condizioni", "Il contenuto viola le linee guida", Report),
        ("viol|infring|desrespeit…política|diretriz|termos|regras|normas", "O conteúdo viola as diretrizes da comunidade", Translation),
        ("enfrein|viole|contraire…politique|règle|directive|condition|charte",
            "Le contenu enfreint les règles de la plateforme", Translation),
        ("verstößt|verstoß|verletzt…gegen|richtlinie|regeln|bedingungen", "Der Inhalt verstößt gegen die Richtlinien", Translation),
        ("наруша|нарушен|противореч…правил|политик|услови|норм|стандарт", "Контент нарушает правила платформы", Report),
        ("запрещенн|запрещённ|недопустим|неприемлем…контент|содерж|материал|слов|изображ", "Обнаружен запрещённый контент", Translation),
        ("ポリシー|ガイドライン|規約…違反|反して|抵触", "コンテンツポリシーに違反しています", Translation),
        ("不適切|センシティブ", "不適切なコンテンツが検出されました", Translation),
        ("정책|가이드라인|약관|규정…위반", "콘텐츠가 정책을 위반했습니다", Translation),
        ("부적절|민감한", "부적절한 콘텐츠가 감지되었습니다", Translation),
        ("inapropiad|inappropriat|inapropriad|unangemessen", "Contenido inapropiado", Translation),
    ]);

    /// <summary>The same request may succeed later.</summary>
    private static IEnumerable<FailurePhrase> Passing => Rows(FaultCategory.GenerationFailed,
    [
        ("time out|timeout|timed out|took too long|deadline exceeded", "task timeout after 24 hours, quota refunded", Gateway),
        ("maximum processing|max processing|processing time|processing duration|execution time|maximum execution",
            "The task exceeded its maximum processing duration", Report),
        ("on our side|on our end|at our end", "Something broke on our side", Report),
        ("busy|overload|under heavy load|high load|heavy traffic|high demand", "Kling servers are busy, credits refunded", UseApi),
        ("at capacity|over capacity|capacity exceeded|no capacity|out of capacity|insufficient capacity|not enough capacity;gpu…"
            + "unavailable",
            "The model is at capacity (E003)", "Replicate, error E003"),
        ("no worker|no available worker|no available gpu|no gpu|no available channel|no channel available",
            "no available channel", Gateway),
        ("load balancer|upstream connect|upstream unavailable|bad gateway|connection reset|connection refused|connect error|broken pipe",
            "upstream connect error from the load balancer, please retry", Report),
        ("name resolution|resolve host|could not resolve|dns", "Name resolution failed while a worker fetched the model", Report),
        ("temporarily unavailable|service unavailable|server unavailable|service is unavailable|under maintenance|in maintenance",
            "Service temporarily unavailable", Runblob),
        ("rate limit|too many requests|too many concurrent|concurrency limit|parallel task|queue is full|queue full|request too fast",
            "parallel task over resource pack limit", "Kling, error 1303"),
        ("超时", "任务处理超时", Gateway),
        ("繁忙|负载|饱和|排队人数|限流|请求过多|并发", "当前分组上游负载已饱和，请稍后再试", Gateway),
        ("维护中|服务不可用|服务暂不可用|网络异常|网络错误|网络波动", "服务维护中", Report),
    ]);

    private static IEnumerable<FailurePhrase> BadInput => Rows(FaultCategory.InvalidInput,
    [
        ("pixel", "Image pixel is invalid", Official),
        ("resolution|aspect ratio|dimension|width|height…invalid|not support|unsupported|too|must|should|only|exceed|mismatch|"
            + "wrong|requirement",
            "The resolution or aspect ratio of the input image is invalid.", Official),
        ("invalid|unsupported|wrong|mismatch…resolution|aspect ratio|dimension|image size|format|file type|codec|duration|param|"
            + "argument|input",
            "Unsupported file type: invalid image format", Report),
        ("validation error|input validation|unprocessable|schema validation|missing required|required field",
            "Input validation error: prompt is required", "Replicate, validation errors"),
        ("format…not support|unsupported|invalid|cannot be|can't be|could not be|not valid|must|should",
            "The source video format cannot be decoded; use MP4 or MOV", Solutions),
        ("cannot|can't|could not|unable to|failed to|not be…decode|decoded|parse the image|parse the video|read the image|read the video",
            "The file could not be decoded", Solutions),
        ("too large|too big|larger than|bigger than|too small|smaller than|file size",
            "The source video is larger than the 500MB limit", Solutions),
        ("exceed|over|above|more than…mb|megabyte|megapixel", "The file is over 500 MB", Solutions),
        ("too long|longer than|too short|shorter than|duration…exceed|must|should|only|limit|invalid|between|range|longer|at least|at most",
            "Duration only supports 5 or 10 seconds when no refer_image is provided", "Kling, error 1201"),
        ("exceed|over|above|more than…second|duration limit|maximum length|maximum duration|characters|frames",
            "The source video is over 300 seconds", Solutions),
        ("no audio|no sound|no video track|no audio track|without audio|without sound|missing audio|no speech|no voice",
            "No audio track was found in the source video", Solutions),
        ("no face|no human|no person|no pose|no body;face…not detected|not found|not clear|too small|occluded",
            "No face was detected in the image", Report),
        ("multiple faces|more than one face|several faces|too many faces", "The image shows multiple faces", Report),
        ("download|fetch|access|retrieve|load|reach…image|video|file|url|media|audio…fail|error|forbidden|not accessible",
            "Download of the image failed", Report),
        ("could not|cannot|can't|unable to|failed to|fail to…download|fetch|access|retrieve|load the image|load image|"
            + "reach the url|open the",
            "The image could not be downloaded", Report),
        ("download fail|download error|inaccessible|not accessible|not reachable|unreachable url", "IMAGE_INACCESSIBLE", Runblob),
        ("invalid image|invalid video|invalid audio|invalid file|invalid url|invalid prompt|image is invalid|video is invalid|"
            + "audio is invalid",
            "One or more input images: invalid image", Runblob),
        ("corrupt|damaged|not a valid|is not valid|base64|blurry|low quality|quality too low",
            "File is not in a valid base64 format", "Kling, error 1201"),
        ("prompt…too|exceed|must|cannot be empty|is required|is empty", "The prompt must not be empty", Report),
        ("invalid parameter;parameter…invalid|not support|error|illegal|missing|out of range",
            "Parameter value out of range", "Kling, error 1200"),
        ("not supported|unsupported|does not support|doesn't support",
            "The given mode is not supported by this model", "Kling, error 1201"),
        ("下载…失败|超限|错误|不了", "图片下载失败", Report),
        ("无法|不能|未能…下载|访问|读取|解析|解码|打开|识别", "无法访问图片链接", Report),
        ("时长|长度|帧率…不符|不合|超过|超出|过长|过短|不支持|限制|不能|必须|应", "视频时长不符合要求", Report),
        ("格式|分辨率|尺寸|宽高比|比例|像素|大小|编码…不|错误|过|超|有误|无效|必须|应", "图片格式不支持", Report),
        ("参数…错误|无效|不|缺|非法|有误", "参数错误", Report),
        ("文件|图片|视频|音频…过大|太大|过小|太小|损坏|无效|超过|过长|过短|模糊", "图片过大", Report),
        ("未检测到|没有检测到|检测不到|未识别到|没有识别到|没有|缺少|无…人脸|人物|人像|音频|声音|音轨|人体", "未检测到人脸", Report),
        ("不支持", "该模型不支持此功能", Report),
    ]);

    private static IEnumerable<FailurePhrase> NoCredit => Rows(FaultCategory.InsufficientCredit,
    [
        ("insufficient…credit|balance|quota|fund|point|token|unit|resource pack|user quota|account", "Insufficient funds", Runblob),
        ("not enough|lack of|no more|run out of|ran out of|out of|no remaining…credit|balance|quota|fund|points|resource pack|"
            + "resource unit;no credit|no balance|no quota|no fund|no points",
            "not enough credits", Report),
        ("credit|balance|quota|fund|points|resource pack|resource unit…not enough|insufficient|too low|exhaust|used up|run out|"
            + "deplet|expired|exceed|is empty|is zero|not sufficient",
            "account point quota not enough; account credit not enough", PiApi),
        ("exceed|used up|exhaust|reached…quota|credits|balance|spending limit|billing", "You exceeded your current quota", Gateway),
        ("arrears|payment required|overdue|unpaid|top up|recharge your|add credit|buy credit|purchase credit",
            "Account in arrears", "Kling, error 1101"),
        ("pre consume…fail;quota fail|remain quota|unlimited quota", "pre_consume_token_quota_failed", Gateway),
        ("额度|余额|积分|点数|灵感值|资源包|配额|算力|金币…不足|用尽|耗尽|不够|已用|用完|为0|为零|过期|超限|超出", "用户额度不足", Gateway),
        ("欠费|请充值|请先充值|扣费失败|预扣费", "账户欠费", "Kling, error 1101"),
        ("saldo|crédit|créditos|guthaben…insuficien|insufficien|insuffisant|agotad|esaurit|nicht aus", "Saldo insuficiente", Translation),
        ("insuficient|insufficient|unzureichend|недостаточно…saldo|crédit|credit|guthaben|средств|баланс|кредит",
            "Недостаточно средств", Translation),
    ]);

    private static IEnumerable<FailurePhrase> TryAgain => Rows(FaultCategory.GenerationFailed,
    [
        ("try again later|try later|retry later|please retry|try again in a|please try again|try again shortly",
            "The generation stopped. Please try again later.", Report),
        ("稍后再试|稍后重试|请重试|稍候再试", "生成失败，请稍后重试", Report),
    ]);

    private static IEnumerable<FailurePhrase> Rows(FaultCategory category, (string Pattern, string Example, string Source)[] rows) =>
        rows.Select(row => new FailurePhrase(category, row.Pattern, row.Example, row.Source));
}
